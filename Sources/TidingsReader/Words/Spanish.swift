extension WordList {
    static let spanish = WordList(
        language: "es",
        text: """
            nav:
            inicio, ir al contenido, saltar al contenido, ir al contenido principal, menú, buscar, búsqueda, iniciar sesión, ingresar, registrarse, regístrate, mi cuenta, portada, volver
            volver arriba, ver más, ver todo, leer más, escuchar artículo, escucha el artículo, contacto, últimas noticias, hemeroteca, suscríbase, suscríbete, edición impresa, cerrar

            promo:
            suscribite …, suscríbete …, suscríbase …, regístrate …, regístrese …, recibe …, reciba …, síguenos …, síganos …, descarga …, descargue …, únete …, únase …, apóyanos …, hazte socio …
            este sitio utiliza cookies …, este sitio web utiliza cookies …, usamos cookies …, utilizamos cookies …, aceptar todo, aceptar cookies, aceptar, rechazar, configurar cookies
            para seguir leyendo …, contenido exclusivo para suscriptores …, ya eres suscriptor …, inicia sesión para …, al continuar navegando …, boletín …, apunta …, apúntate …

            share:
            compartir, comparte, compartir en facebook, compartir en twitter, compartir en x, compartir en whatsapp, copiar enlace, copiar link, imprimir, enviar por correo, enviar, guardar
            compartir artículo, comparte este artículo, compartir noticia, compartir por correo electrónico, compartir …, guardar artículo

            placeholder:
            publicidad, anuncio, foto, imagen, vídeo, video, galería, fotogalería, infografía, publicidad …, sigue leyendo después del anuncio …, continúa leyendo después …

            comment:
            comentarios, # comentarios, # comentario, comentarios #, dejá tu comentario, deja un comentario, deje su comentario, deja tu comentario, dejar un comentario, escribe un comentario, añadir comentario, comentar
            tu dirección de correo electrónico no será …, los campos obligatorios …, inicia sesión para comentar …, normas de participación, ver comentarios, publicar comentario, sé el primero en …

            pager:
            siguiente, anterior, página siguiente, página anterior, noticia siguiente, noticia anterior, artículo anterior, artículo siguiente, página # de #, página #

            legal:
            aviso legal, política de privacidad, política de cookies, términos y condiciones, todos los derechos reservados …, prohibida su reproducción …, prohibida la reproducción …, términos de uso, privacidad
            condiciones de uso

            readingTime:
            # min de lectura, tiempo de lectura # min, tiempo de lectura # minutos, lectura de # minutos, # minutos de lectura, lectura # min, tiempo de lectura …

            relatedHeading:
            noticias relacionadas, artículos relacionados, temas relacionados, contenido relacionado, te puede interesar, le puede interesar, lea también, lee también, lea además, también te puede interesar
            le recomendamos, te recomendamos, más sobre este tema, más información, más noticias, relacionados, relacionadas, más en …, ver también, lo último en …

            teaserHeading:
            lo más leído, lo más visto, más leídas, más leídos, las más leídas, lo último, últimas noticias, destacados, destacadas, tendencias, recomendados

            appendixHeading:
            fuentes, fuentes consultadas, referencias, bibliografía, notas, enlaces, enlaces de interés, para saber más, documentos, anexo …, vídeos, videos

            bioHeading:
            sobre el autor, sobre la autora, sobre los autores, sobre la firma, acerca del autor

            related:
            lea también, lee también, lea además, le puede interesar, te puede interesar, ver también, vea también, lea más, lee más, leer más, relacionado, más información, también, además, vídeo, video, mira también
            lea aquí, siga leyendo, análisis, opinión, entrevista, recomendado, nota relacionada

            tags:
            etiquetas, temas, palabras clave, archivado en, más temas, tags, categorías, categoría, temas relacionados, en esta nota

            note:
            corrección, fe de errores, fe de erratas, rectificación, nota del editor, nota de la redacción, aclaración, actualización, este artículo ha sido actualizado …, esta noticia ha sido actualizada …
            una versión anterior …

            byline:
            por, texto, texto de, autor, autora, escrito por, redacción, publicado por, entrevista de

            published:
            publicado el, publicado, fecha, publicada, publicada el, creado el, fecha de publicación, actualizado a

            updated:
            actualizado el, actualizado, actualizada, actualizada el, última actualización, modificado el, última modificación

            credit:
            foto, fotos, crédito, créditos, fotografía, fotografía de, imagen, fuente, cortesía, archivo, infografía, ilustración, foto de

            caption:
            pie de foto, imagen de archivo, foto de archivo, imagen referencial

            outlet:
            fuente, medio, periódico, diario, publicación

            location:
            lugar, ciudad

            title:
            título, titular

            deck:
            resumen, bajada, entradilla, sumario

            reporting:
            con información de …, con informaciones de …, con reportes de …

            legalWord:
            derechos, reservados, reproducción, prohibida
            reproducción, prohibida, autorización, derechos, reservados, titular, propiedad, parcial

            interfaceWord:
            compartir, comparte, imprimir, comentarios, comentar, suscríbete, suscríbase, buscar, menú, inicio, enviar, guardar, copiar, ingresar, boletín

            connector:
            el, la, los, las, de, del, en, y, por, a, al, con, para, su, tu, un, una, este, esta, enlace

            sectionName:
            política, economía, deportes, deporte, cultura, mundo, internacional, sociedad, nacional, nacionales, opinión, tecnología, ciencia, salud, sucesos, judicial, regiones, región, local, entretenimiento
            educación, medio ambiente, negocios, vida, estilo, viajes, gente, tribuna, editorial, blogs, clima, noticias, país, ciudades, bogotá, españa, europa, américa, latinoamérica, colombia, méxico, argentina, chile, perú

            outletWord:
            diario, periódico, prensa, noticias, heraldo, correo, tiempo, país, mundo, nación, voz, faro, universal, comercio, vanguardia, razón, libertad, mercurio, crónica, gaceta, tribuna, mañana, hora, espectador, norte

            role:
            corresponsal, periodista, redactor, redactora, editor, editora, reportero, reportera, enviado, enviada, columnista, director, directora, fotógrafo, fotógrafa, colaborador, colaboradora

            promoVerb:
            suscríbete, suscríbase, regístrate, recibe, reciba, síguenos, descarga, descargue, únete, apúntate, sigue

            promoWord:
            boletín, boletines, newsletter, correo, suscripción, suscriptor, suscriptores, aplicación, app, cookies, gratis, whatsapp, telegram, notificaciones, alertas, facebook

            month:
            enero=1, febrero=2, marzo=3, abril=4, mayo=5, junio=6, julio=7, agosto=8, septiembre=9, setiembre=9, octubre=10, noviembre=11, diciembre=12, ene=1, abr=4, ago=8, dic=12

            weekday:
            lunes, martes, miércoles, jueves, viernes, sábado, domingo, lun, mié, jue, vie, sáb, dom

            minute:
            min, minutos, minuto

            siteWord:
            lectores, suscriptores, artículo, página, sitio, carta, cartas, redacción, pregunta, preguntas, boletín, correo

            ago:
            hace # horas, hace # minutos, hace # días, hace # hora, hace una hora, hace un día

            and:
            y, e, con

            joint:
            a, las, el, y

            dateOf:
            de, del

            updateWord:
            actualizado

            namePart:
            de, del, la, el

            creditJoint:
            de, y, la, el, al

            placePart:
            de, la, el, del, los

            noMaker:
            archivo

            reader:
            su, nuestro, nuestra, nosotros

            ownVoice:
            nosotros, nuestro, nuestra

            newsRole:
            corresponsal, periodista, redactor, redactora, reportero, reportera, columnista


            linkLabel:
            lea, leer, ver

            copyrightWord:
            contenido, por
            """)
}
