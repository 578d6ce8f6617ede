extension WordList {
    static let french = WordList(
        language: "fr",
        text: """
            nav:
            accueil, aller au contenu, aller au contenu principal, menu, recherche, rechercher, se connecter, connexion, s inscrire, mon compte, s abonner, retour
            retour à l accueil, haut de page, retour en haut, navigation, plan du site, contact, écouter l article, écouter cet article, lire plus tard, voir tout, afficher plus

            promo:
            abonnez vous …, inscrivez vous …, recevez …, suivez nous …, téléchargez …, rejoignez …, soutenez …, faites un don …, je m abonne, s abonner, je m inscris
            ce site utilise des cookies …, nous utilisons des cookies …, en poursuivant votre navigation …, tout accepter, accepter et continuer, tout refuser, gérer mes choix, paramétrer les cookies
            cet article est réservé aux abonnés …, la suite est réservée …, il vous reste # …, déjà abonné …, lire la suite …, profitez de …, article réservé aux abonnés …, newsletter …

            share:
            partager, partager l article, partager cet article, partagez, imprimer, envoyer, copier le lien, envoyer par e mail, partager sur facebook, partager sur twitter, partager sur x
            partager sur whatsapp, enregistrer, sauvegarder, commenter, réagir, offrir, offrir l article, envoyer par mail, partager …

            placeholder:
            la suite après …, suite après …, suite de l article après …
            publicité, annonce, photo, image, vidéo, infographie, publicité …, la suite après la publicité …, suite après la publicité, diaporama

            comment:
            commentaires, # commentaires, # commentaire, commentaires #, laisser un commentaire, laissez un commentaire, ajouter un commentaire, publier un commentaire, votre adresse e mail ne sera pas …
            les champs obligatoires …, connectez vous pour …, réagir à cet article, vos réactions, poster un commentaire, commenter, pour commenter …, soyez le premier à …

            pager:
            page suivante, page précédente, article suivant, article précédent, suivant, précédent, page # sur #, page #

            legal:
            tous droits de …, toute reproduction …, reproduction interdite …
            mentions légales, confidentialité, politique de confidentialité, conditions générales …, tous droits réservés …, cgu, cgv, reproduction interdite …, droits de reproduction …, données personnelles
            mentions légales cgu, gestion des cookies

            readingTime:
            lecture # min, temps de lecture # min, # min de lecture, temps de lecture # minutes, lecture # minutes, # minutes de lecture, temps de lecture …

            relatedHeading:
            à lire aussi, à lire également, lire aussi, sur le même sujet, sur le même thème, articles liés, à voir aussi, nos articles sur …, articles similaires, à découvrir aussi
            vous aimerez aussi, dans la même rubrique, dans la même catégorie, voir aussi, les articles associés, en savoir plus, notre sélection

            teaserHeading:
            les plus lus, articles les plus lus, le plus lu, à la une, les dernières actualités, dernières actualités, derniers articles, en direct, l essentiel, les plus partagés

            appendixHeading:
            sources, références, bibliographie, notes, pour en savoir plus, pour aller plus loin, annexe …, annexes, liens utiles, documents, vidéos

            bioHeading:
            à propos de l auteur, à propos de l autrice, à propos des auteurs, l auteur, l autrice

            related:
            lire aussi, à lire aussi, lire également, à lire, voir aussi, lire, lire notre enquête, lire notre analyse, lire notre reportage, à lire également, sur le même sujet, notre enquête, vidéo
            reportage, entretien, analyse, en images, retrouvez, à voir, à écouter, lire l article

            tags:
            mots clés, thèmes, sujets, étiquettes, rubriques, thématiques, catégories, tags, dans cet article, classé dans

            note:
            correction, rectificatif, précision, note de la rédaction, ndlr, erratum, mise à jour, cet article a été mis à jour …, cet article a été modifié …, une première version de …, une version précédente …

            byline:
            par, texte, texte de, propos recueillis par, auteur, écrit par, rédigé par, publié par, recueilli par, de notre correspondant à, de notre envoyé spécial à, avec

            published:
            publié le, publié, paru le, mis en ligne le, date, posté le, créé le, article publié le, publié aujourd hui

            updated:
            mis à jour le, modifié le, mis à jour, dernière mise à jour, actualisé le, mise à jour, maj, dernière modification le

            credit:
            photo, photos, crédit, crédits, crédit photo, photographie, illustration, photo de, image, source, infographie

            caption:
            légende, image d illustration, photo d illustration

            outlet:
            source, journal, publication, média, éditeur

            location:
            lieu

            title:
            titre

            deck:
            résumé, chapô, en bref

            reporting:
            avec afp …, avec agences …, avec reuters …, avec l afp …

            interfaceWord:
            partager, imprimer, commentaires, commenter, connexion, abonner, abonnez, accueil, recherche, envoyer, copier, newsletter

            connector:
            le, la, les, de, du, des, sur, et, par, à, l, au, aux, en, cet, ce, un, une, votre, nos

            sectionName:
            politique, économie, société, sport, sports, culture, monde, international, france, europe, sciences, santé, planète, environnement, opinions, tribune, tribunes, idées, faits divers
            justice, éducation, médias, météo, région, régions, actualités, actualité, actu, débats, style, livres, cinéma, musique, entreprises, éditorial, reportage, enquête, entretien

            outletWord:
            journal, gazette, presse, courrier, quotidien, dépêche, tribune, figaro, écho, échos, républicain, nouvelliste, matin, soir, midi, nouvelle, voix, libération, temps, hebdo, croix, parisien

            role:
            correspondant, correspondante, journaliste, envoyé, envoyée, rédacteur, rédactrice, reporter, chroniqueur, chroniqueuse, éditorialiste, rédaction, photographe, auteur, autrice

            promoVerb:
            abonnez, inscrivez, recevez, suivez, téléchargez, rejoignez, soutenez, découvrez, profitez

            promoWord:
            newsletter, newsletters, infolettre, abonnement, abonnés, application, courriel, cookies, gratuitement, boîte, notifications, alertes, whatsapp, facebook

            month:
            janvier=1, février=2, mars=3, avril=4, mai=5, juin=6, juillet=7, août=8, septembre=9, octobre=10, novembre=11, décembre=12, janv=1, févr=2, fév=2, avr=4, juil=7, aout=8, déc=12, fevrier=2, decembre=12

            weekday:
            lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, lun, mer, jeu, ven, sam, dim

            minute:
            min, minutes, minute, mn

            siteWord:
            lecteurs, abonnés, article, site, page, lettre, rédaction, journal, question, questions, boîte, courrier

            ago:
            il y a # heures, il y a # minutes, il y a # jours, il y a # heure, il y a une heure, il y a # h, il y a # min

            and:
            et

            joint:
            à, le

            dateOf:
            de, er

            madeFor:
            pour

            workFor:
            pour

            updateWord:
            mis, modifié

            namePart:
            de, du, le, la

            creditJoint:
            de, et, la

            placePart:
            de, la, sur, le

            reader:
            votre, nos, nous

            ownVoice:
            nous, notre, nos

            newsRole:
            correspondant, correspondante, journaliste, chroniqueur, rédacteur, rédactrice

            legalWord:
            droits, reproduction, réservés, interdite, autorisation, représentation


            linkLabel:
            lire, voir

            copyrightWord:
            contenu, par
            """)
}
