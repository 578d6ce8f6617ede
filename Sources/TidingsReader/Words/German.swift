extension WordList {
    static let german = WordList(
        language: "de",
        text: """
            nav:
            startseite, zum inhalt springen, zum inhalt, direkt zum inhalt, zur startseite, zur navigation, menü, hauptmenü, suche, suchen
            anmelden, abmelden, einloggen, registrieren, mein konto, kontakt, abo, abonnement, e paper, zurück, nach oben, zum seitenanfang
            mehr anzeigen, alle anzeigen, weiterlesen, artikel anhören, anhören, vorlesen, merken, merkliste, startseite …, podcast

            promo:
            newsletter …, jetzt abonnieren …, jetzt kostenlos …, jetzt anmelden …, abonnieren sie …, melden sie sich …, folgen sie uns …
            wir verwenden cookies …, diese website verwendet cookies …, diese webseite verwendet cookies …, unsere website verwendet cookies …
            alle akzeptieren, cookies akzeptieren, einstellungen verwalten, laden sie unsere app …, jetzt testen …, jetzt lesen …, lesen sie den ganzen …
            unterstützen sie …, mit ihrer unterstützung …, sie möchten weiterlesen …, dieser artikel ist für abonnenten …, zum newsletter …, jetzt herunterladen …

            share:
            teilen, artikel teilen, beitrag teilen, drucken, artikel drucken, link kopieren, per e mail teilen, per mail, auf facebook teilen, auf twitter teilen
            bei whatsapp teilen, merken, auf x teilen, weiterleiten, versenden, empfehlen, teilen …, speichern, drucken …, auf whatsapp teilen

            placeholder:
            anzeige, werbung, bild, foto, video, bildergalerie, galerie, anzeige …, weiter nach der anzeige …, nach der anzeige …, sponsored

            comment:
            kommentare, kommentar, # kommentare, # kommentar, kommentare #, kommentar schreiben, kommentar verfassen, kommentieren, diskutieren sie mit
            kommentar hinterlassen, schreiben sie einen kommentar, jetzt kommentieren, bitte melden sie sich an um zu …, bitte anmelden um zu …, leserkommentare
            kommentar abschicken, ihre meinung …, diskussion, was meinen sie …, zur diskussion, die kommentarfunktion …

            pager:
            nächste seite, vorherige seite, weiter, nächster artikel, vorheriger artikel, nächster beitrag, vorheriger beitrag, seite # von #, seite #

            legal:
            impressum, datenschutz, datenschutzerklärung, agb, nutzungsbedingungen, alle rechte vorbehalten …, cookie einstellungen, barrierefreiheit
            impressum datenschutz, impressum datenschutz agb, mediadaten

            readingTime:
            lesezeit # min, lesezeit # minuten, lesedauer # min, lesedauer # minuten, # min lesezeit, # minuten lesezeit, # minuten lesedauer, lesedauer ca # minuten, lesezeit ca # min
            lesezeit ca # minuten

            relatedHeading:
            mehr zum thema, lesen sie auch, auch interessant, das könnte sie auch interessieren, das könnte sie interessieren, mehr dazu, weitere artikel
            weitere meldungen, zum thema, verwandte artikel, verwandte themen, mehr aus …, weitere nachrichten, passend dazu, mehr zu …, ähnliche artikel

            teaserHeading:
            meistgelesen, meistgelesene artikel, meist gelesen, am häufigsten gelesen, beliebt, aktuelle nachrichten, neueste artikel, neueste beiträge, empfehlungen, topthemen

            appendixHeading:
            quellen, quelle, quellenangaben, literatur, weiterführende links, weitere informationen, links, fußnoten, anmerkungen, anhang …, nachweise, videos zum thema

            bioHeading:
            über den autor, über die autorin, über die autoren, zum autor, zur autorin, zur person

            related:
            lesen sie auch, lesen sie hier, lesen sie mehr, lesen sie dazu, lesen sie dazu auch, mehr dazu, mehr zum thema, siehe auch, auch interessant, weiterlesen, hintergrund
            das könnte sie auch interessieren, zum weiterlesen, mehr, video, podcast, zum thema, auch lesenswert, lesen sie weiter, interview, kommentar

            tags:
            schlagworte, schlagwörter, themen, stichworte, thema, mehr zu den themen, kategorien, kategorie, tags

            note:
            korrektur, berichtigung, richtigstellung, anmerkung der redaktion, anm d red, hinweis der redaktion, redaktioneller hinweis, hinweis, in einer früheren version …
            in einer ersten version …, dieser artikel wurde aktualisiert …, transparenzhinweis

            byline:
            von, text von, text, autor, autorin, ein bericht von, eine analyse von, ein kommentar von, ein interview von, eine reportage von, kommentar von, interview von, ein gastbeitrag von

            published:
            veröffentlicht am, veröffentlicht, erstveröffentlicht, erstellt am, erschienen am, publiziert am, publiziert, datum, vom, erstellt, online seit, erstmals veröffentlicht

            updated:
            aktualisiert am, aktualisiert, zuletzt aktualisiert am, zuletzt aktualisiert, stand, letzte aktualisierung, geändert am, update, letztes update, zuletzt geändert

            credit:
            foto, fotos, bild, bilder, bildquelle, fotoquelle, quelle, bildrechte, symbolbild, archivfoto, foto von, illustration, grafik, archivbild, symbolfoto, fotocredit

            caption:
            bildunterschrift, symbolbild, archivbild, symbolfoto

            outlet:
            quelle, zeitung, verlag, medium, erschienen in

            location:
            ort

            title:
            titel, überschrift, schlagzeile

            deck:
            zusammenfassung, vorspann, teaser, kurz gefasst

            reporting:
            mit material von …, mit agenturmaterial …, redaktion …, mitarbeit …

            interfaceWord:
            teilen, drucken, kommentare, kommentar, anmelden, registrieren, abonnieren, newsletter, startseite, suche, menü, weiterlesen, merken, mail

            connector:
            und, der, die, das, auf, zu, zum, zur, per, für, in, im, mit, von, am, sie, jetzt, hier

            sectionName:
            politik, wirtschaft, sport, kultur, wissen, wissenschaft, panorama, gesellschaft, regional, region, lokales, inland, ausland, meinung, feuilleton, technik, digital
            gesundheit, reise, wetter, stadt, unternehmen, börse, geld, karriere, leben, netzwelt, medien, umwelt, klima, nachrichten, aktuell, themen, kommentar, debatte

            outletWord:
            zeitung, nachrichten, tageblatt, anzeiger, kurier, rundschau, blatt, allgemeine, presse, bote, morgenpost, tagblatt, volksblatt, spiegel, merkur, tageszeitung, echo, rundfunk

            role:
            korrespondent, korrespondentin, redakteur, redakteurin, reporter, reporterin, chefredakteur, chefredakteurin, journalist, journalistin, autor, autorin, volontär, volontärin
            redaktion, kolumnist, kolumnistin, fotograf, fotografin

            roleVerb:
            berichtet, schreibt, arbeitet

            promoVerb:
            abonnieren, folgen, melden, laden, testen, unterstützen, lesen, jetzt, erhalten, bleiben

            promoWord:
            newsletter, postfach, kostenlos, app, abo, probemonat, abonnenten, cookies, datenschutzerklärung, anmelden, testen

            month:
            januar=1, februar=2, märz=3, april=4, mai=5, juni=6, juli=7, august=8, september=9, oktober=10, november=11, dezember=12, jänner=1, mrz=3, okt=10, dez=12, maerz=3

            weekday:
            montag, dienstag, mittwoch, donnerstag, freitag, samstag, sonnabend, sonntag

            minute:
            min, minuten, minute

            moderationWord:
            kommentieren, kommentar, kommentare, melden, anmelden, diskussion

            siteWord:
            postfach, redaktion, leser, leserinnen, artikel, seite, forum, newsletter, e-mail, bestellen, abonnenten, frage, fragen

            ago:
            vor # stunden, vor # minuten, vor # tagen, vor einer stunde, vor # stunde, vor # tag

            and:
            und

            joint:
            um, am, den, und

            hourWord:
            uhr

            placeJoint:
            aus

            madeFor:
            für

            workFor:
            für

            updateWord:
            stand

            namePart:
            von, der, den, zu

            creditJoint:
            von, der

            placePart:
            der, am, an

            noMaker:
            archivbild

            reader:
            dich, dir, ihr, ihnen, unser, unseren

            ownVoice:
            uns, unser, unserer

            newsRole:
            korrespondent, korrespondentin, redakteur, redakteurin, journalistin, reporterin

            legalWord:
            rechte, vorbehalten, vervielfältigung, genehmigung, nachdruck

            placeWord:
            bad, sankt, groß, neu, ober, nieder


            linkLabel:
            auch, lesen, siehe

            copyrightWord:
            inhalt, von
            """)
}
