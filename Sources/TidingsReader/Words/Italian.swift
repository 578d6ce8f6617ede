extension WordList {
    static let italian = WordList(
        language: "it",
        text: """
            nav:
            vai al contenuto, vai al contenuto principale, salta al contenuto, menu, cerca, ricerca, accedi, registrati, home, abbonati, torna su, torna alla home, ascolta l articolo, mostra altro, vedi tutti

            promo:
            iscriviti …, abbonati …, ricevi …, seguici …, scarica …, unisciti …, sostieni …, resta aggiornato …, questo sito utilizza …, utilizziamo i cookie …, accetta, accetta tutti, rifiuta, gestisci preferenze
            per continuare a leggere …, sei già abbonato …, contenuto riservato …, attiva …

            share:
            condividi, condividi su facebook, condividi su twitter, condividi su whatsapp, copia link, stampa, invia, salva, condividi l articolo, condividi …, invia per email

            placeholder:
            pubblicità, annuncio, foto, immagine, video, galleria, fotogallery, pubblicità …, continua a leggere dopo la pubblicità …

            comment:
            commenti, # commenti, # commento, lascia un commento, scrivi un commento, aggiungi un commento, commenta, il tuo indirizzo email non sarà …, i campi obbligatori …, accedi per commentare …, vedi i commenti

            pager:
            successivo, precedente, pagina successiva, pagina precedente, articolo successivo, articolo precedente, pagina # di #, pagina #

            legal:
            riproduzione riservata …, tutti i diritti riservati …, privacy policy, informativa sulla privacy, note legali, termini e condizioni, cookie policy, privacy

            readingTime:
            # minuti di lettura, # min di lettura, tempo di lettura # min, tempo di lettura # minuti, lettura # min, tempo di lettura …

            relatedHeading:
            leggi anche, articoli correlati, potrebbe interessarti anche, potrebbe interessarti, ti potrebbe interessare, notizie correlate, vedi anche, correlati, sullo stesso argomento, approfondimenti, altre notizie

            teaserHeading:
            i più letti, più letti, le più lette, ultime notizie, in evidenza, ultim ora, primo piano, tendenze

            appendixHeading:
            fonti, riferimenti, bibliografia, note, per approfondire, link utili, documenti, appendice …, video correlati

            bioHeading:
            l autore, l autrice, chi è l autore, sull autore, gli autori

            related:
            leggi anche, leggi qui, leggi, vedi anche, guarda anche, per approfondire, potrebbe interessarti, approfondisci, video, ascolta, leggi di più, l intervista, l analisi

            tags:
            tag, argomenti, etichette, parole chiave, temi, categorie, categoria, leggi altri articoli su

            note:
            correzione, errata corrige, rettifica, nota della redazione, aggiornamento, precisazione, ndr, questo articolo è stato aggiornato …, una versione precedente …

            byline:
            di, testo di, autore, autrice, a cura di, scritto da, redazione, dal nostro inviato, dal nostro corrispondente, intervista di

            published:
            pubblicato il, pubblicato, data, pubblicata il, postato il

            updated:
            aggiornato il, ultimo aggiornamento, ultima modifica, modificato il, aggiornato, aggiornato alle

            credit:
            foto, foto di, credito, crediti, fotografia, immagine, fonte, ph, illustrazione

            caption:
            didascalia, foto d archivio, immagine di repertorio

            outlet:
            fonte, testata, giornale

            location:
            luogo

            title:
            titolo

            deck:
            sommario, occhiello, in breve, sintesi

            interfaceWord:
            condividi, stampa, commenti, commenta, accedi, registrati, abbonati, cerca, salva, invia

            connector:
            il, la, lo, gli, le, di, del, della, su, e, per, a, al, con, un, una, in, l

            sectionName:
            politica, economia, cronaca, sport, cultura, esteri, mondo, spettacoli, società, salute, scienze, tecnologia, ambiente, viaggi, opinioni, editoriale, motori, calcio, italia, europa, scuola, lavoro, regioni, notizie

            outletWord:
            corriere, gazzetta, giornale, messaggero, stampa, repubblica, voce, mattino, resto, secolo, tempo, sole, notizie, eco, nazione, unione, gazzettino, piccolo, quotidiano, settimanale

            role:
            corrispondente, inviato, inviata, giornalista, redattore, redattrice, cronista, direttore, direttrice, editorialista, fotografo, collaboratore, collaboratrice, redazione

            promoVerb:
            iscriviti, abbonati, ricevi, seguici, scarica, unisciti, sostieni, leggi

            promoWord:
            newsletter, abbonamento, abbonati, app, canale, cookie, gratis, whatsapp, telegram, notifiche, email, casella, facebook

            month:
            gennaio=1, febbraio=2, marzo=3, aprile=4, maggio=5, giugno=6, luglio=7, agosto=8, settembre=9, ottobre=10, novembre=11, dicembre=12, gen=1, mag=5, giu=6, lug=7, ago=8, set=9, ott=10, dic=12

            weekday:
            lunedì, martedì, mercoledì, giovedì, venerdì, sabato, domenica, lun, mer, gio, ven, sab, dom

            minute:
            min, minuti, minuto

            ago:
            # ore fa, # minuti fa, # giorni fa, un ora fa, # ora fa, # giorno fa

            and:
            e, con

            joint:
            alle, ore, il

            dateOf:
            di

            updateWord:
            aggiornato

            namePart:
            della, di, da

            creditJoint:
            di, e

            placePart:
            di, da

            reader:
            vostra, nostra

            ownVoice:
            noi, nostro, nostra

            newsRole:
            corrispondente, giornalista

            legalWord:
            riproduzione, riservata, riservati, diritti


            linkLabel:
            leggi
            """)
}
