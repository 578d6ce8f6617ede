extension WordList {
    static let portuguese = WordList(
        language: "pt",
        text: """
            nav:
            início, ir para o conteúdo, pular para o conteúdo, saltar para o conteúdo, ir para o conteúdo principal, menu, buscar, pesquisar, entrar, iniciar sessão, cadastre se, assine, voltar, voltar ao topo
            ver mais, ver tudo, ouvir artigo, ouça este conteúdo, página inicial, registar, fechar

            promo:
            assine …, cadastre se …, inscreva se …, receba …, siga nos …, siga o …, baixe …, descarregue …, junte se …, apoie …, subscreva …, torne se …, este site usa cookies …, este site utiliza cookies …, usamos cookies …
            utilizamos cookies …, aceitar, aceitar todos, rejeitar, gerir cookies, para continuar lendo …, para continuar a ler …, conteúdo exclusivo para assinantes …, já é assinante …, clique aqui …, quer receber …, participe do …, entre no …

            share:
            compartilhar, compartilhe, partilhar, partilhe, compartilhar no facebook, compartilhar no whatsapp, copiar link, copiar ligação, imprimir, enviar por email, guardar, salvar, compartilhe esta notícia, partilhar …, compartilhar …
            compartilhe …

            placeholder:
            publicidade, anúncio, foto, imagem, vídeo, galeria, infográfico, publicidade …, continua após a publicidade …, continua depois da publicidade …

            comment:
            comentários, # comentários, # comentário, deixe um comentário, deixe o seu comentário, deixe seu comentário, escreva um comentário, comentar, o seu endereço de email não será …, campos obrigatórios …, ver comentários
            faça login para comentar …, comentários #

            pager:
            próximo, anterior, próxima página, página anterior, próxima notícia, notícia anterior, página # de #, página #, seguinte, artigo seguinte, artigo anterior

            legal:
            todos os direitos reservados …, política de privacidade, termos de uso, termos e condições, aviso legal, política de cookies, é proibida a reprodução …, privacidade, ficha técnica

            readingTime:
            # min de leitura, tempo de leitura # min, # minutos de leitura, leitura de # min, leitura # min, tempo de leitura # minutos, tempo de leitura …

            relatedHeading:
            leia também, leia mais, notícias relacionadas, artigos relacionados, veja também, relacionadas, relacionados, mais sobre o tema, ler também, ler mais, pode gostar de, você pode gostar, mais notícias, saiba mais, mais sobre …
            pode interessar lhe

            teaserHeading:
            mais lidas, mais lidos, as mais lidas, últimas notícias, últimas, em destaque, destaques, mais vistas, mais populares

            appendixHeading:
            fontes, referências, bibliografia, notas, para saber mais, links úteis, documentos, anexo …, vídeos

            bioHeading:
            sobre o autor, sobre a autora, sobre os autores

            related:
            leia também, leia mais, leia, ler também, ler mais, veja também, veja, saiba mais, assista, relacionado, confira, entenda, análise, opinião, entrevista, vídeo

            tags:
            etiquetas, tags, temas, palavras chave, assuntos, tópicos, mais sobre, categorias, categoria, arquivado em

            note:
            correção, errata, rectificação, retificação, nota da redação, nota do editor, atualização, esclarecimento, esta reportagem foi atualizada …, este artigo foi atualizado …, uma versão anterior …

            byline:
            por, texto, texto de, autor, autora, escrito por, da redação, publicado por, reportagem de, entrevista de

            published:
            publicado em, publicado a, publicada em, publicado, data, criado em, postado em, publicação

            updated:
            atualizado em, atualizado, atualizada em, última atualização, actualizado em, modificado em, atualizado há

            credit:
            foto, fotos, crédito, créditos, fotografia, imagem, fonte, divulgação, arquivo, ilustração, reprodução, foto de

            caption:
            legenda, imagem ilustrativa, foto de arquivo, imagem de arquivo

            outlet:
            fonte, jornal, veículo

            location:
            local, lugar

            title:
            título, manchete

            deck:
            resumo, subtítulo, em resumo

            interfaceWord:
            compartilhar, compartilhe, partilhar, imprimir, comentários, comentar, assine, entrar, buscar, menu, guardar, salvar, copiar

            connector:
            o, a, os, as, de, do, da, no, na, e, por, para, com, em, um, uma, ao, esta, este, seu

            sectionName:
            política, economia, esportes, desporto, esporte, cultura, mundo, internacional, sociedade, país, opinião, tecnologia, ciência, saúde, polícia, cidades, local, brasil, portugal, negócios, educação, ambiente, meio ambiente
            entretenimento, viagem, turismo, estilo, editorial, crónica, crônica, justiça, região, regional, notícias, europa, cidade

            outletWord:
            jornal, diário, folha, notícias, correio, público, expresso, gazeta, estado, globo, tribuna, voz, tarde, dia, manhã, observador, semanário, revista, popular, imprensa

            role:
            correspondente, jornalista, repórter, redator, redatora, editor, editora, enviado, enviada, colunista, diretor, diretora, fotógrafo, fotógrafa, colaborador, colaboradora, redação

            promoVerb:
            assine, inscreva, receba, siga, baixe, descarregue, junte, apoie, subscreva, cadastre, participe, entre, leia

            promoWord:
            newsletter, newsletters, assinatura, assinantes, assinante, aplicativo, app, cookies, grátis, gratuitamente, whatsapp, telegram, notificações, email, canal, facebook

            month:
            janeiro=1, fevereiro=2, março=3, abril=4, maio=5, junho=6, julho=7, agosto=8, setembro=9, outubro=10, novembro=11, dezembro=12, fev=2, abr=4, mai=5, ago=8, set=9, out=10, dez=12

            weekday:
            segunda feira, terça feira, quarta feira, quinta feira, sexta feira, segunda, terça, quarta, quinta, sexta, feira, sábado, domingo, seg, ter, qua, qui, sex, sáb, dom

            minute:
            min, minutos, minuto

            siteWord:
            grupo, celular, notícias, canal, clique, leitores, assinantes, página

            ago:
            há # horas, há # minutos, há # dias, há # hora, há uma hora, há # dia

            and:
            e

            joint:
            às

            dateOf:
            do, de

            namePart:
            da, dos, das, do

            creditJoint:
            e, de

            placePart:
            do, da

            reader:
            nossa, nosso

            ownVoice:
            nós, nosso

            newsRole:
            correspondente, jornalista, repórter

            legalWord:
            direitos, reservados, reprodução, proibida


            linkLabel:
            leia, veja
            """)
}
