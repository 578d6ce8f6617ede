extension WordList {
    static let dutch = WordList(
        language: "nl",
        text: """
            nav:
            voorpagina, naar de inhoud, ga naar de inhoud, direct naar inhoud, naar hoofdinhoud, spring naar inhoud, menu, zoeken, inloggen, registreren, mijn account, terug, terug naar boven, home, lees later, meer tonen, luister naar dit artikel
            beluister dit artikel, contact

            promo:
            meld je aan …, meld u aan …, schrijf je in …, abonneer …, word abonnee …, word lid …, ontvang …, volg ons …, download …, steun ons …, deze website gebruikt cookies …, wij gebruiken cookies …, we gebruiken cookies …
            alles accepteren, accepteren, weigeren, instellingen, lees verder met …, al abonnee …, dit artikel is voor abonnees …, blijf op de hoogte …, alleen voor abonnees, tip de redactie …, heb je een tip …

            share:
            delen, deel dit artikel, deel artikel, deel via facebook, deel via whatsapp, deel op facebook, kopieer link, link kopiëren, printen, afdrukken, bewaren, opslaan, deel …, mail dit artikel, doorsturen

            placeholder:
            advertentie, foto, beeld, video, afbeelding, fotoserie, advertentie …, artikel gaat verder na …, lees verder na …, tekst gaat verder onder …, de tekst gaat verder …, het artikel gaat verder …, tekst loopt door …

            comment:
            reacties, # reacties, # reactie, reageer, reageren, plaats een reactie, geef een reactie, laat een reactie achter, het e mailadres wordt niet …, vereiste velden …, log in om te reageren …, bekijk reacties, reacties #

            pager:
            volgende, vorige, volgende pagina, vorige pagina, volgend artikel, vorig artikel, volgend bericht, vorig bericht, pagina # van #, pagina #

            legal:
            privacy, privacybeleid, privacyverklaring, voorwaarden, gebruiksvoorwaarden, algemene voorwaarden, colofon, disclaimer, alle rechten voorbehouden …, cookiebeleid, cookie instellingen

            readingTime:
            leestijd # min, leestijd # minuten, # min leestijd, # minuten leestijd, # min lezen, leestijd …

            relatedHeading:
            lees ook, lees meer, meer over dit onderwerp, gerelateerd, gerelateerde artikelen, bekijk ook, meer nieuws, ook interessant, verder lezen, aanbevolen, meer over …, zie ook

            teaserHeading:
            meest gelezen, best gelezen, laatste nieuws, net binnen, populair, het laatste nieuws, uitgelicht, meest bekeken

            appendixHeading:
            bronnen, bron, verwijzingen, literatuur, noten, voetnoten, meer informatie, links, bijlage …

            bioHeading:
            over de auteur, over de auteurs, over de schrijver, over de journalist

            related:
            lees ook, lees meer, lees verder, lees, bekijk ook, zie ook, gerelateerd, meer over, luister, kijk, luister ook, bekijk, interview, analyse, opinie, achtergrond, video

            tags:
            trefwoorden, onderwerpen, tags, labels, thema s, meer over, categorie, categorieën

            note:
            correctie, rectificatie, naschrift, noot van de redactie, aanvulling, update, redactionele noot, in een eerdere versie …, dit artikel is aangepast …, dit artikel is bijgewerkt …, verbetering

            byline:
            door, tekst, tekst door, auteur, geschreven door, onze verslaggever, van onze verslaggever, van onze correspondent, interview door

            published:
            gepubliceerd op, gepubliceerd, geplaatst op, geplaatst, datum, verschenen op, publicatiedatum

            updated:
            bijgewerkt op, bijgewerkt, laatst bijgewerkt op, laatst bijgewerkt, aangepast op, laatste update, laatst gewijzigd, update, aangepast, laatst gewijzigd op

            credit:
            foto, foto s, beeld, fotograaf, bron, fotografie, illustratie, afbeelding, foto van, beeld van

            caption:
            bijschrift, fotobijschrift, archieffoto, archiefbeeld

            outlet:
            bron, krant, uitgever

            location:
            plaats, locatie

            title:
            titel, kop

            deck:
            samenvatting, intro, in het kort

            interfaceWord:
            delen, deel, printen, reacties, reageer, inloggen, abonneren, zoeken, nieuwsbrief, bewaren, kopieer, mail

            connector:
            de, het, een, van, op, via, en, in, dit, artikel, naar, voor, je, u, met, aan

            sectionName:
            politiek, economie, sport, cultuur, binnenland, buitenland, regio, regionaal, wetenschap, tech, opinie, gezondheid, onderwijs, klimaat, media, muziek, film, boeken, reizen, weer, geld, werk, nieuws, columns, stad, wonen, verkeer
            misdaad, achtergrond, economisch

            outletWord:
            dagblad, krant, courant, nieuwsblad, nieuws, telegraaf, volkskrant, bode, tijd, post, stem, standaard, morgen, weekblad, omroep, koerier

            role:
            correspondent, verslaggever, verslaggeefster, redacteur, journalist, hoofdredacteur, columnist, redactie, fotograaf, schrijver, auteur, chef, stagiair

            promoVerb:
            meld, schrijf, abonneer, word, ontvang, volg, download, steun, lees, blijf

            promoWord:
            nieuwsbrief, inbox, abonnement, abonnee, abonnees, app, gratis, cookies, whatsapp, meldingen, mailbox, facebook, lid

            month:
            januari=1, februari=2, maart=3, april=4, mei=5, juni=6, juli=7, augustus=8, september=9, oktober=10, november=11, december=12, mrt=3, okt=10

            weekday:
            maandag, dinsdag, woensdag, donderdag, vrijdag, zaterdag, zondag

            minute:
            min, minuten, minuut

            ago:
            # uur geleden, # minuten geleden, # dagen geleden, een uur geleden, # dag geleden, gisteren, vandaag

            and:
            en

            joint:
            om, op

            hourWord:
            uur

            updateWord:
            bijgewerkt

            namePart:
            van, ter, ten, der, den

            creditJoint:
            van, der

            reader:
            onze, ons

            ownVoice:
            ons, onze

            newsRole:
            verslaggever, redacteur


            linkLabel:
            lees, zie
            """)
}
