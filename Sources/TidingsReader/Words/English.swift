extension WordList {
    static let english = WordList(
        language: "en",
        text: """
            nav:
            skip to …, go to content, go to contents, go to main content, go to home, go to homepage, jump to …
            menu, home, main menu, home page, homepage, back to home, back to top, return to top, scroll to top, top
            back, back to news, back to all news, back to index, back to list, all news, all stories
            toggle navigation, open menu, close menu, close, open navigation, navigation, site navigation, main navigation
            open search, close search, search, search …, show search, site search, open sidebar, expand menu
            log in, login, sign in, log out, sign out, register, my account, account, my profile, profile, settings
            sign in register, log in register, log in sign up, login register, sign up, register login
            accessibility links, accessibility help, accessibility statement, keyboard shortcuts for audio player
            contact, contact us, about, about us, advertise, advertise with us, careers, jobs, help, faq, sitemap, site map
            e paper, epaper, todays paper, today s paper, print edition, digital edition, archive, archives, rss, feedback
            edition, international edition, us edition, uk edition, change edition, select edition, language, languages
            live tv, watch live, listen live, on air, now playing, tv guide, radio, podcasts, newsletters, live, breaking news
            world edition, english edition, select language, change language, you are here …, breadcrumb
            button …, iframe …, embed, view all, see all, view more, see more, show more, load more, view all posts
            show less, read less, expand, collapse, print this page, click here to …, loading, please wait
            jump to navigation, view in browser, view this email in your browser, open in app, text size, font size, a a a
            listen to this article, listen to article, listen to this story, listen to this …, listen, play audio, audio, resume, pause
            listen # min, listen # minutes, listen to article # min, listen to this article # min, play, mute, unmute
            this article is more than # years old, this article is more than # year old, this article is more than # months old
            translate, switch to dark mode, dark mode, theme, weather, subscribe now, my news, for you, watch tv, sections
            in this article, in this story, on this page, table of contents, contents, jump to section, quick links
            skip advertisement, skip ad, show key events …, key events only, sort by …, filter by …, newest first, oldest first, view comments, hide comments, explore, discover, trending now
            news home, site index, all sections, most popular, latest, latest news, top stories, editors picks

            promo:
            was this forwarded to you …, was this email forwarded …, view this email in …, view in browser …
            we may earn …, we may receive …, we earn …, we may get …, this article contains affiliate …, this post contains affiliate …, this page contains affiliate …
            sign up now …, sign up for …, sign up to …, sign up here …, subscribe to …, subscribe for …, subscribe now …
            subscribe, subscribe today, become a member, become a subscriber, join now, donate, donate now, support us
            support independent …, support quality …
            get the latest …, get unlimited …, get full access …, get breaking news …, get alerts …
            get the day s …, get the morning …, get notified …, get updates …
            download our …, download the app …, download our app, download now, get the app, get our app
            follow us …, like us on …, find us on …, join the conversation on …, join us on …
            add us on …, add as preferred source on google, add us as a preferred source …, follow on google news
            follow us on google news, google news, choose us as …, set as preferred source …
            already a subscriber …, already have an account …, already a member …, not a subscriber …
            this article is for subscribers …, this story is for subscribers …, to continue reading …
            start your free trial …, try it free …, try free …, try for free …, free trial …
            you have # free articles …, you have reached …, you ve reached …, register to continue …, register for free …
            create a free account …, create an account …, create your free …, want to read more …
            enjoying this …,  if you enjoyed this …, if you liked this …
            like what you re reading …, like this story …, did you find this …
            stay informed …, stay up to date …, stay updated …, stay connected …, stay in the loop …
            don t miss out …
            enter your email …, your email …, email address, enter email …, e mail address, sign me up, no thanks, maybe later
            we use cookies …, this site uses cookies …, this website uses cookies …, our site uses cookies …
            our website uses cookies …, by continuing to …, by using this site …
            by subscribing …, by entering your email …, you can unsubscribe …
            unsubscribe at any time …, you can opt out …, you may opt out …, please check your inbox …, check your inbox …
            accept all, accept all cookies, accept cookies, accept, reject all, reject all cookies, manage cookies
            manage preferences, manage my cookies, cookie settings, cookie preferences, cookie policy, manage consent
            this site is protected by …, protected by recaptcha …, we and our partners …, we value your privacy …
            we care about your privacy …, have you got a story …, got a story …, got a tip …, have a tip …, read more stories …, continue reading in …, our website is your …, bookmark our …, republish our …, please complete this …, to receive new posts …, this post is for …, support us with …, support us …, this story is for …, keep reading for …, subscribe or …, please subscribe …, start your …

            read more from …, see more from …
            click here …, tap here …
            more news from …, more from our …, gift this article, give this article, gift article, subscriber only
            subscribers only, exclusive for subscribers, premium content, members only, for members only
            newsletter, newsletters, our newsletter, daily newsletter, weekly newsletter, free newsletter, morning briefing
            the morning newsletter, breaking news alerts, news alerts, email alerts, sign up for alerts
            make a donation …, donate here, donate …, you receive …, you are receiving …, you received this …, to unsubscribe …, buy us a coffee …

            invitation:
            thanks for reading …, thank you for reading …,             help us …, get more …, get access …, get news …, get a daily …, continue reading …, to read the full …, want more …
            make us …, if you value …, if you find …, the best of …, a weekly …, your daily …, never miss …, do you have a …
            do you know …, tell us …, share your story …, let us know …, have your say …, what do you think …, get in touch …
            contact our …, send us your …, send your …, do you have more …, listen to the …, watch the full …, read the full …
            click to …, tap to …, for more …, for the latest …, for all the latest …, visit our …, your support …, chip in …
            pledge …, one time …, monthly, annual, contribute …, support our …, support local …, be the first to …, by providing …
            by submitting …, premium, unlock …, new here …, get our …, available on …, stay ahead …, read this story …, join our …
            follow our …, don t miss a …, by signing up …, by clicking …, email us …, whatsapp us …, write to us …

            share:
            email to a friend, send to a friend, mail to a friend
            read later, read it later, pinned, share this live blog, share this …, share, share this, share this article, share this story, share this post, share this page, share article
            share story, share now, share with …, share on …, share via …, share to …, share by …, share page, sharing
            share save, share save add as preferred on google, save, save article, save story, save for later, saved
            save to read later, bookmark, bookmark article, bookmark this article, add to favourites, add to reading list
            facebook, twitter, x, whatsapp, linkedin, reddit, telegram, pinterest, email, e mail, print, copy link, copy url
            copy, copied, link copied, link copied to clipboard, messenger, instagram, youtube, tiktok, threads, bluesky
            flipboard, pocket, line, weibo, wechat, viber, vk, tumblr, mastodon, snapchat, sms, mail, rss, url copied
            tweet, tweet this, pin it, pin, post, like, like this, like loading, loading, share # comments, # shares
            # share, shares, # views, views, # likes, # reactions, # claps, clap, republish, republish this article
            email this article, email this story, print this article, print this story, print article, send to a friend
            open share drawer, share options, more sharing options, more options, sharing is caring, spread the word
            click to share …, send via …, post on …, send this …, tell a friend, font size, aa, add to flipboard, follow
            share this on …, share this with …, share full article, gift, react, reactions, share close, copy this link
            # shares share on …, facebook opens …, opens in new window, opens in a new tab, opens in new tab

            topic:
            follow topic, follow topics, follow this topic, related topics, filed under, category, categories, topics, topic
            posted in, tags, section, sections, in this topic, more on this topic, explore more on these topics
            exclusive, breaking, breaking news, analysis, opinion, editorial, explainer, explained, feature, features
            comment, commentary, column, interview, review, in depth, long read, the long read, special report, fact check
            live, live updates, just in, developing, developing story, update, updated, news, newsletter, video, watch
            sponsored, sponsored content, paid content, partner content, advertorial, press release, media release
            letters, letters to the editor, profile, obituary, obituaries, guest essay, the big story, top story, lead story
            news analysis, investigation, q a, guide, how to, must read, editors pick, editor s pick, first on …, factbox
            premium, for subscribers, subscriber exclusive, member exclusive, trending, latest, featured, spotlight

            placeholder:
            content continues below …, article continues below …
            latest videos from …, latest from …, latest video …
            advertisement, advertisements, advert, ad, ads, ads by …, ad feedback, advertising, sponsored links
            sponsored by …, advertisement …, article continues below …, article continues after …, story continues below …
            story continues after …, continue reading below …, scroll to continue …, story continues, article continues
            some content could not …, scroll down to …, the rest of this article …, this video …, this content …, this media …, your browser …
            video player …, video could not be loaded …, please enable javascript …, javascript …, enable javascript …
            image, photo, picture, postimage, post image, featured image, hero image, article image, main image, cover image
            image source, image caption, video, embedded video, play video, watch video, video unavailable, media caption
            embed, embedded content, embedded tweet, view on instagram, view this post on instagram, view on x
            view on twitter, view on facebook, view on youtube, image unavailable, no image, image not found, thumbnail
            gallery, photo gallery, slideshow, view gallery, open gallery, see gallery, view # images, # images, # photos
            view # photos, # of #, enlarge, enlarge image, click to enlarge, tap to enlarge, expand image, view image
            open image in gallery, view image in fullscreen, view in fullscreen, fullscreen, open in new tab, hide caption
            toggle caption, show caption, caption, loading …, loading, iframe, infographic, chart, map, graphic, interactive
            image # of #, slide # of #, remove ads, why ads, report this ad, report ad, promoted, promoted content
            promoted stories, recommended by …, powered by …, sponsored content, taboola, outbrain, from our partners
            from the web, around the web, listen to this article, poll, quiz, vote, quick poll, see caption …, get embed code
            transcript, download transcript, advertisement scroll to continue, ad loading

            comment:
            have your say …, have your say
            be the first to …
            comments are open …, comments are now open …, comments have been turned off …
            leave a comment, leave a reply, leave comment, leave a reply cancel reply, post a comment, post comment
            add a comment, add comment, add your comment, write a comment, write your comment, comment on this …
            comments, comment, # comments, # comment, comments #, no comments, no comments yet, no comment, comments are closed
            comments closed, comments are closed …, comments have been …, comments off, be the first to comment, view comments
            view all comments, view # comments, show comments, show # comments, read comments, read # comments, see comments
            see all comments, join the conversation, join the discussion, join the debate, have your say, start the conversation
            start the discussion, your email address will not be …, required fields are marked …, save my name …
            you must be logged in …, log in to comment …, login to comment …, sign in to comment …, log in to leave …
            log in to reply, reply, cancel reply, submit, submit comment, name, email, website, your name, your comment
            your email, comment, name email website, report abuse, report a problem, report a comment, report this comment
            please keep comments …, please keep your comments …, comments are moderated …, comment policy
            community guidelines, house rules, conversation, # conversation, discussion, discuss, reader comments, responses
            # responses, # response, # replies, what do you think, write a response, share your thoughts …, add your thoughts
            share your views …, share your opinion …, what are your thoughts …, let us know in the comments …, tell us what you think …
            got something to say …, sort by newest, sort by oldest, sort by, most liked, newest, oldest, newest first, oldest first, load more comments
            notify me of …, this site uses akismet …, please log in …, to comment …, commenting …, be respectful …
            how does this story …, how did this story …, how does this article …, please abide by …, share your opinion …, was this article helpful …, was this article useful …, was this helpful …, was this page …, did you find this …
            rate this article …, report an error, report a typo, report a mistake, spotted an error …, spotted a mistake …
            see an error …, found a mistake …, suggest a correction, submit a correction, submit a letter …, send a letter …
            write a letter …, letters to the editor

            pager:
            previous, next, previous post, next post, previous article, next article, previous story, next story
            previous page, next page, older posts, newer posts, older post, newer post, older, newer, prev, prev next
            previous next, previous post next post, older newer, prev post next post, next previous, previous article next article
            page #, page # of #, # of #, page # / #, # # # next, # # # # next
            # # # # # next, continue to next page, continued on …, continued from …, continued on next page, first last
            previous # # #, previous # # # next, previous # next, older posts newer posts, newer post older post
            newer post home older post, previous story next story, next up, up next, read next, more stories, more news
            load more, load more stories, show more stories, more articles, next page …, next post …, previous post …
            previous article …, next article …, previous story …, next story …, older post …, newer post …, prev …
            post navigation, posts navigation, post pagination, back to all …, return to …, back to top, back to news

            legal:
            privacy notice …, this newspaper adheres …, this website and …, this site adheres …
            reproduced with permission …, republication …, republished with permission …
            all rights reserved …, copyright …, terms of use, terms of service, terms and conditions, terms conditions
            privacy policy, privacy, privacy notice, privacy statement, cookie policy, cookies, cookie notice, cookies policy
            terms, disclaimer, disclaimer …, legal notice, legal, imprint, do not sell …, your privacy choices, ad choices
            terms privacy, terms of use privacy policy, privacy policy terms of use, privacy terms, privacy cookies terms
            this material may not be …, no part of this …, reproduction …, republication …, the content of …
            blog at …, powered by …, views expressed …, the views expressed …, opinions expressed …, the opinions expressed …, content copyright …
            the bbc is not responsible …, is not responsible for …, our standards …, our standards the …, licensing rights …
            opens new tab …, purchase licensing rights …, this story has not been edited …, this story was …
            except for the headline …, with inputs from …, with agency inputs …, with input from …, published by arrangement …
            distributed by …, this press release …, this article was originally …, this article first appeared …
            this article originally appeared …, this story originally …, this article appeared …, this post appeared first …
            first published …, republished under …, this article is republished …, licensed under …, creative commons …
            our journalists …, our editorial …, read our editorial …, about our …, editorial guidelines
            we may earn …, this post contains affiliate …, this article contains affiliate …, affiliate …
            proudly powered by …, powered by wordpress …, theme by …, designed by …, all times …, all images …

            readingTime:
            # min read, # mins read, # minute read, # minutes read, # min, # mins, reading time # …, read time # …
            # minutes to read, # min read …, read in # …, estimated reading time # …, # minute listen, # words, # min listen
            reading time …, time to read …, approx # min read, # m read, # sec read, # minutes, less than # min read
            word count …, words #

            end:
            ends, end, -30-, 30, # ends, more follows, more to follow, eom, message ends

            slug:
            eds …, editors note to …, adds …, updates …, recasts …, corrects …, removes …, repeats …, restates …, updates with …
            attn …, editors and news directors …, please kill …, corrected, refile, rpt, wrapup, urgent, bulletin, flash, newsalert, news alert, alert, advisory …, attention editors …, attention …
            for immediate release, for release …, not for release …, embargoed …, embargoed until …, hold for release
            news provided by …, not for publication …, news release, media advisory, photo advisory …, kill …, mandatory kill …, with photo …
            with photos, with video, with graphic, with pix …, with images, ap photo …, ap video …, file photo …, stock photo …
            via …, keywords …, categories …, urgency …, priority …, service …, wordcount …, slug …, code …, id …, ref …
            source text …, further company coverage …, for more information …, media contact …, media contacts …
            press contact …, press contacts …, contact …, contacts …
            photo …, photos available …, to view the original …, view original content …, view source version …

            relatedHeading:
            don t miss these …, don t miss …
            related, related articles, related stories, related news, related links, related posts, related content, related story
            related article, related coverage, related reading, related reports, related to this story
            also read, also see, see also, read also, read more, read next, more to read, more reading, also in the news, also on …
            more on this, more on this story, more on this topic, more on …, more about …, more from …, more stories, more news
            more coverage, more like this, more in …, more to explore, more stories from …, more articles, more related …
            you may also like, you might also like, you might like, you may like, you may be interested in …, you might also enjoy
            you may also be interested in, you might be interested in, you may have missed, in case you missed it, icymi
            recommended, recommended for you, recommended stories, recommended articles, recommended reading, we recommend
            our recommendations, suggested, suggested articles, suggested reading, similar articles, similar stories, similar posts
            further coverage, in other news, other stories, other news, other articles, previous coverage, earlier coverage
            background, dig deeper, go deeper, keep reading, continue reading, what to read next, up next, next up
            around the site, from the archive, from the archives, earlier stories, previously on …, links, on the same topic
            read these next, don t miss, must read, must reads, editors picks, editor s picks, editors choice, from our archive

            teaserHeading:
            in the headlines, in other headlines, also in the headlines, more headlines from …, most viewed in …, most read in …, most popular in …, most read, most popular, most viewed, most shared, most watched, most commented, most discussed, most recent
            trending, trending now, trending stories, trending news, trending topics, popular, popular now, popular posts
            popular stories, popular articles, popular on …, popular in …, what s trending, what s hot, hot topics
            latest, latest news, latest stories, latest headlines, latest posts, latest articles, latest updates, latest in …
            latest from …, latest videos, the latest, top stories, top news, top headlines, top videos, today s headlines
            headlines, breaking news, recent posts, recent stories, recent articles, recent news, recent comments, just in
            featured, featured stories, featured articles, featured video, featured videos, in pictures, photos of the day
            elsewhere on …, around the web, from around the web, from the web, sponsored stories, promoted stories
            promoted content, from our partners, partner stories, paid partner content, sponsored content, sponsored links
            this week s …, today s top …, today on …, this week on …, now on …, best of …, picked for you, for you
            our picks, top picks, staff picks, reader favourites, news in brief, in brief, more headlines, more top stories
            most read in …, most read this week, most read today, most popular in …, most popular stories, trending in …

            appendixHeading:
            where this comes from, how we reported this, how we know this, our sources, sources for this …, what we read, papers and people, the documents
                        appendix …, sources, source, sources and notes, notes and sources, sources and further reading, references
            bibliography, works cited, citations, footnotes, endnotes, notes, further reading, further reading …
            further viewing, further information, additional resources, additional reading, resources, supplementary …
            supplementary materials, supplementary video resources, documents, key documents, attachments, annex …
            videos, related videos, video resources, video links, more videos, video appendix, videos on this topic, related video
            recommended videos, useful links, external links, links and resources, links and sources, read the report
            notes to editors, note to editors, notes for editors, editors notes, data sources, sources consulted, reference, reference list, references …, sources cited, source list, source material
            methodology and sources, visible links, background documents, watch also, video coverage, media resources

            bioHeading:
            about the author, about the authors, about the writer, about the reporter, about the journalist, author bio, bio
            about the contributor, about the contributors, author, authors, written by, the author, meet the author, meet the writer

            summaryHeading:
            what to do if …,             what you need to know, what we know, what we know so far, key points, key takeaways, takeaways, the takeaways, at a glance, summary, highlights, key facts
            the main points, main points, key events, in short, the key points, quick facts, fast facts, need to know, the facts, the essentials, tl dr, what to know
            here s what to know, what to know about …, key findings, the latest, top lines, the gist, in this newsletter

            related:
            also read, read also, read more, read this, read next, read on, read now, read here, read the story, read full story
            read the full story, must read, mustread, more, see also, see, see more, also see, also watch, read, also, also on …
            related, related article, related articles, related story, related stories, related news, related coverage, related read
            related link, related links, related post, related video, related reading, related content, watch, watch also
            watch now, watch live, watch video, watch this, listen, listen now, listen to, listen also, video, podcast, recommended
            recommended reading, recommended read, don t miss, up next, next up, more on this, more on this story
            more on this topic, read related, suggested reading, suggested, from the archive, from the archives, earlier
            further reading, opinion, analysis, explainer, explained, in pictures, gallery, live updates
            read in full, full story, full coverage, you may also like, you might also like, you might like, in case you missed it, icymi
            click to read, click here to read, check out, check this out, learn more, find out more, go deeper, dig deeper, more here
            more details, read our report, read our explainer, read our analysis, read our guide, our explainer, see our …, continue reading
            more from …, keep reading, read more about this, read more on this, read more about this topic, read more here
            read the full report, see related, in depth, quiz, interactive, factbox, read more news, related topic, recommended from editorial, from editorial, more reading, story continues, more to read

            tags:
            related tags, article tags, explore related topics
            tags keywords, in this news, tags topics, tags, tag, tagged, tagged with, tagged as, tagged under, tagged in, keywords, key words, topics, topic, filed under
            filed in, filed to, posted in, related topics, more on these topics, explore more on these topics, categories, category
            read more on these topics, subjects, subject, labels, hashtags, in this story, more about, section

            note:
            editors please note …, editors note that …, clarifies …, this corrects …
            correction, corrections, clarification, editor s note, editors note, editor note, editorial note, update, updated
            amendment, this article was amended …, this article was corrected …, this article has been amended …
            this article has been corrected …, this article has been updated …, this article was updated …
            this story has been updated …, this story has been corrected …, this story was updated …, this story was corrected …
            this story has been amended …, this post has been updated …, this post was updated …, this piece was amended …
            this piece has been updated …, this report has been updated …, this report was corrected …
            this version corrects …, an earlier version of …, a previous version of …, this is a developing story …
            this is a breaking news story …, this breaking news story …, a correction was made …, author s note, publisher s note
            note to readers, note, disclosure, full disclosure, correction to this …, corrects …, reader s note, this version …
            this story is corrected …, ed note, ed s note, footnote, the headline of this …, the headline on this …
            this page was amended …, this interview has been …, this interview was …, this conversation has been …, this conversation was …, this story has been produced …, this story was produced …, this article was produced …, we have corrected …, we have updated …, we have amended …

            byline:
            by, written by, story by, words by, words, text by, text, article by, report by, author, authors, posted by
            published by, reported by, from, compiled by, edited by, a report by, as told to, analysis by, opinion by, column by
            review by, interview by, essay by, commentary by, submitted by, contributed by, byline, writer, reporter
            story and photos by, text and photos by, words and pictures by, by our, updated by, uploaded by, photos and story by
            news analysis by, special to …, researched by, reviewed by, with, as told by, illustrated by, narrated by, live reporting by, live reporting, live coverage by

            published:
            first published on, first published at, first published in, first published, originally published on
            originally published, published on, published at, published, date published, publication date, publish date
            published date, published time, posted on, posted at, posted, date posted, date, dated, pub date, issued on, issued
            issue date, released on, released, release date, released at, created on, created, date created, date of publication
            filed on, filed at, filed, submitted on, submitted, added on, added, uploaded on, uploaded, on, started, started at, started on, first printed, printed, printed on, article date
            news date, time, publicerad

            updated:
            last updated on, last updated at, last updated, last update on, last update at, last update, latest update, last modified on
            last modified, last edited on, last edited, last reviewed, date updated, date modified, updated on, updated at, updated
            update, modified on, modified, modified at, edited on, edited, edited at, revised on, revised, revised at, amended on, amended
            corrected on, this article was last updated on, this article was last modified on, this page was last updated on
            this story was last updated on, refreshed

            credit:
            supplied by, sent in by, provided by, taken by, production still by, production still, portrait by, portrait, aerial view, drone image, our own picture, photograph supplied by, picture supplied by, photograph taken by, photo, photos, photo by, photos by, photo credit, photo credits, photograph, photograph by, photographs by, photography
            photography by, photographer, picture, pictures, picture by, pictures by, picture credit, pic, pic credit, pics, image
            images, image by, image credit, image source, image courtesy, image courtesy of, images by, photo courtesy of
            photo courtesy, picture courtesy, courtesy, courtesy of, courtesy photo, credit, credits, credit line, picture source
            photo source, source, photo illustration by, illustration, illustration by, illustrations by, graphic, graphic by, graphics
            chart, chart by, map, map by, file photo, file photo by, file image, file picture, file pic, file, representative image
            representational image, screenshot, screengrab, screen grab, screenshot from, video still, still, still from, video
            video by, video credit, handout, handout photo, handout via, via, photo via, image via, copyright, image copyright
            photo copyright, by, artwork, art by, render, rendering, visual, visuals, media, snapshot

            caption:
            caption, image caption, photo caption, picture caption, media caption, video caption, pictured, pictured above
            pictured left, pictured right, pictured here, above, below, in this photo …, in this image …, in this picture …, in this file …
            in this undated …, in this screengrab …, photo, image, picture, file photo, file, figure #, fig #, photo #, video
            a file photo …, a file image …, file image, file picture, from left, left to right, from left to right
            clockwise from …, top, representative image, representational image, for representation …, an undated …
            a screenshot …, a screengrab …, a handout …, this handout …, this photo …, this image …, this undated …, this photograph …
            a still from …, illustration, graphic, chart, map

            outlet:
            organization, organisation, source, publication, publisher, outlet, published in, newspaper, agency, site, site name, website, magazine, media, news source
            first published in, originally published in, originally published by, originally published on, newswire, from

            location:
            location, place, dateline, city, where

            meta:
            url, link, web, language, lang, words, length, section, page, edition, copyright, load date, body, id, article id, reference
            permalink, short link, source url, original, original url, editor, editors, accessed, retrieved, saved, saved on, clipped, clipped on, read time
            category, type, status, format, genre, format, desk, slug, subject, from, to, newsgroups, message id, archived
            followup to, lines, path, sender, reply to, date received, x mailer, mime version, content type, date saved, captured, captured on, downloaded, pages, volume, issue

            title:
            title, headline, subject, story, article

            deck:
            summary, deck, standfirst, subtitle, subheadline, sub headline, subheading, description, abstract, excerpt, lead, lede, intro
            tl dr, tldr, in short, in brief

            reporting:
            reporting by …, additional reporting by …, editing by …, writing by …, additional reporting …, with reporting by …
            reporting …, writing and editing by …, compiled by …, written by …, contributed to this …, edited by …, produced by …
            with files from …, with additional reporting …, translated by …, translation by …, research by …, reported by …
            associated press writer …, associated press writers …, associated press reporter …, associated press journalist …
            our standards …, the reporter can be …, to contact the …, with assistance from …, with contributions from …

            interfaceWord:
            share, facebook, twitter, x, whatsapp, linkedin, reddit, telegram, pinterest, email, e-mail, print, copy, link, messenger
            instagram, youtube, tiktok, threads, bluesky, flipboard, save, bookmark, subscribe, login, log, sign, register, menu, search
            comments, comment, tweet, download, app, follow, newsletter, newsletters, podcast, podcasts, rss, url, copied, gift
            skip, toggle, navigation, cookies, cookie, privacy, terms, accessibility, sitemap, advertise, faq, careers, homepage, reply
            previous, prev, next, older, newer, posts, loading, click, tap, signup, account, profile, subscription, subscriptions
            fullscreen, mute, unmute, clipboard, logout, unsubscribe, mastodon, snapchat, wechat, weibo, viber, tumblr, sms

            connector:
            on, this, the, to, a, an, your, for, via, with, and, or, in, by, of, us, our, in, up, here, now, article, story, post, page
            it, as, more, all, view, see, new, window, tab, opens, from, out, off, at, my, me, content, main, site, top, go

            sectionName:
            world, news, politics, business, sport, sports, opinion, culture, tech, technology, science, health, travel, lifestyle
            life, style, arts, entertainment, weather, local, national, international, global, economy, markets, finance, money, education
            environment, climate, energy, food, books, film, films, movies, music, tv, theatre, fashion, football, cricket, tennis, rugby
            golf, racing, motorsport, basketball, baseball, hockey, athletics, cycling, europe, asia, africa, americas, america, us, uk
            usa, india, china, japan, russia, ukraine, australia, canada, germany, france, middle, east, latin, pacific, asia-pacific
            city, metro, region, regions, regional, nation, crime, courts, court, law, justice, society, community, communities, obituaries, jobs, property
            cars, motoring, auto, autos, video, videos, photos, pictures, live, home, features, feature, editorial, editorials, letters
            columns, columnists, cartoons, puzzles, crosswords, games, analysis, comment, investigations, explainers, podcasts, radio, royals, magazine
            weekend, sunday, review, reviews, gadgets, ai, cybersecurity, internet, startups, companies, industry, transport, housing, agriculture
            farming, shipping, aviation, defence, defense, security, diplomacy, elections, election, war, conflict, religion, history, family
            parenting, wellbeing, fitness, recipes, events, people, profile, trending, latest, featured, exclusive, headlines, perspective, perspectives
            guides, guide, deals, shop, shopping, sections, quizzes, offers, consumer, social, affairs, consumer affairs, press, docs, photography, briefing, briefs, views, ideas, voices, research, space, nature, animals, wildlife, innovation, digital, media, marketing, stocks, crypto, banking, retail
            trade, labour, labor, government, parliament, council, state, states, county, district, around, area, in-depth, special, report, reports

            outletWord:
            quarterly, monthly, notebook, newsletter, dispatches, beacon, lantern, times, post, herald, gazette, tribune, journal, guardian, observer, chronicle, telegraph, courier, examiner, mirror, standard, globe
            press, review, today, weekly, register, bulletin, echo, argus, mail, express, independent, sun, dispatch, sentinel, ledger, monitor
            radio, broadcasting, agency, magazine, wire, newswire, online, daily, news, network, media, star, record, inquirer, advertiser
            advocate, citizen, messenger, mercury, reporter, record, leader, sentinel, beacon, packet, picayune, statesman, nation, spectator, economist
            digest, report, insider, tv, channel, newsroom, newspaper, newspapers, publishing, publications, blog, diary, almanac, voice, pioneer
            democrat, republican, republic, union, world, week, morning, evening, sunday, listener, pravda, zeitung, presse, le, el, la, corriere

            agency:
            reuters, ap, afp, associated press, the associated press, agence france presse, dpa, xinhua, tass, upi, pti, ani, ians, yonhap, kyodo
            interfax, efe, ansa, bloomberg, anadolu, aa, apa, belga, ria novosti, itar tass, cnn, bbc, bernama, antara, vna, pa, pa media, aap, lusa
            kyodo news, united press international, united news of india, uni, press trust of india, jiji, jiji press, sputnik, ukrinform, agi
            press association, canadian press, the canadian press, ctk, pap, mti, tt, ntb, ritzau, wam, spa, petra, mena, irna, tasnim, sana, cna
            thomson reuters, reuters health, pr newswire, prnewswire, business wire, globe newswire, globenewswire, accesswire, einpresswire

            role:
            correspondent, reporter, editor, writer, journalist, columnist, analyst, contributor, producer, photographer, anchor, presenter, blogger
            freelancer, researcher, fellow, professor, lecturer, intern, chief, staff, commentator, author, critic, broadcaster, sub-editor, novelist
            bureau, desk, team, newsroom, foreign, senior, political, diplomatic, associate, deputy, assistant, managing, executive, special, contributing
            historian, economist, director, editor-in-chief, specialist, adviser, advisor, essayist, academic, scholar, teacher, poet, translator, student

            roleVerb:
            covers, writes, reports, edits, covered, reported, teaches, specialises, specializes, blogs, joined, leads, contributes, works, worked, lives, tweets
            focuses, studies, wrote, has, hosts, presents, serves, runs, researches, freelances

            promoVerb:
            give, send, drop, pitch, write, tell, put, reply, sign, subscribe, download, follow, join, click, get, support, donate, become, visit, stay, tap, register, create, try, discover, want
            enjoy, unlock, upgrade, receive, browse, explore, start, help, add, scan, turn, enable, choose, find, grab, check, install, like, manage

            promoWord:
            channel, newsletter, newsletters, inbox, app, subscription, subscriber, subscribers, subscribe, membership, alerts, notifications, podcast, podcasts, whatsapp, telegram
            facebook, twitter, instagram, youtube, tiktok, linkedin, cookies, journalism, briefing, e-paper, unsubscribe, round-up, roundup, signup
            sign-up, ad-paywall, email, e-mail, trial, unlimited

            platform:
            youtube, vimeo, dailymotion, tiktok, rumble, facebook, instagram, twitch, odysee, bilibili, spotify, soundcloud, x, twitter, bbc, cnn, reuters, telegram

            pictureVerb:
            attend, attends, march, marches, walk, walks, stand, stands, sit, sits, wave, waves, shake, shakes, arrive, arrives, leave, leaves, gather, gathers
            pose, poses, watch, watches, hold, holds, carry, carries, look, looks, speak, speaks, celebrate, celebrates, react, reacts, queue, queues, wait, waits
            ride, rides, greet, greets, pass, passes, inspect, inspects, cross, crosses, work, works, take, takes, listen, listens, line, lines, clear, clears
            play, plays, perform, performs, address, addresses, embrace, embraces, board, boards, prepare, prepares, lie, lies, chat, chats, pictured, seen
            lead, leads, climb, climbs, sort, sorts, load, loads, unload, unloads, repair, repairs, examine, examines, stroll, strolls, cheer, cheers, protest, protests
            lay, lays, light, lights, search, searches, help, helps, fish, fishes, feed, feeds, row, rows, raise, raises, join, joins, visit, visits, tend, tends
            rest, rests, browse, browses, burn, burns, rise, rises, fly, flies, sail, sails, fill, fills, point, points, show, shows, read, reads

            month:
            january=1, february=2, march=3, april=4, may=5, june=6, july=7, august=8, september=9, october=10, november=11, december=12
            jan=1, feb=2, febr=2, mar=3, apr=4, jun=6, jul=7, aug=8, sep=9, sept=9, oct=10, nov=11, dec=12

            weekday:
            monday, tuesday, wednesday, thursday, friday, saturday, sunday, mon, tue, tues, wed, weds, thu, thur, thurs, fri, sat, sun

            notPlace:
            breaking, update, exclusive, analysis, opinion, editorial, explainer, live, watch, video, correction, note, interview, review, feature, factbox, summary
            clarification, urgent, news, comment, q, a, question, answer, the, but, and, so, yes, no, for, it, then, still, key, why, how, what, who, when, where
            first, second, third, finally, today, yesterday, tomorrow, now, here, there, this, that, these, those, caption, advertisement, photo, warning

            ago:
            # seconds ago, # minutes ago, # minute ago, # mins ago, # min ago, # hours ago, # hour ago, # hrs ago, # hr ago, # days ago, # day ago, # h ago, # m ago
            # d ago, # weeks ago, # week ago, # months ago, # month ago, # years ago, # year ago, # yrs ago, an hour ago, a day ago, a minute ago, a week ago, a month ago, yesterday, today
            just now, streamed # hours ago, streamed # days ago, moments ago, # s ago, # w ago, # mo ago, # y ago

            pictureAgency:
            contributed, submitted, provided, getty images, getty, shutterstock, istock, alamy, unsplash, epa, epa efe, reuters, afp, ap photo, xinhua, wikimedia commons, wikimedia, pexels
            pixabay, flickr, nasa, handout, supplied, pool, pa wire, pa media, pa, zuma, zuma press, imago, dpa, picture alliance, tass, sputnik, anadolu
            nurphoto, bloomberg, adobe stock, depositphotos, dreamstime, library of congress, ho, screengrab, screenshot, rex, creative commons, agency pool
            press pool, press office, afp photo, epa photo, reuters photo, ap, file photo, file, courtesy, stringer, staff photo, archive photo, cc by, cc by sa
            public domain, european pressphoto agency, keystone, belga, ritzau scanpix, scanpix, ntb, tt news agency, kyodo, yonhap, maxar technologies, esa

            slugWord:
            writethru, ld, eds, attn, adds, recasts, lede, newsalert, bc, hfr, obit

            compound:
            long, short, well, self, half, ex, non, anti, co, mid, all, no, two, three, four, five, six, seven, eight, nine, ten, twelve, twenty, thirty, forty, fifty, first, second, third, high, low, old, new, part, full, one
            hard, soft, fast, slow, left, right, cross, pre, post, pro, semi, multi, vice, then, near, far, early, late, top, world, air, sea, land, home, time, year, day, month, week, double, single, open, ill, best, better, much, hand, great, so

            readWord:
            read, reading, also, more, we, our, earlier, related, watch, listen, see, series, reported, archive, previously, story, next, explainer, further, catch, revisit

            reader:
            you, your, you're, us, our, we

            ownVoice:
            us, our, we

            newsRole:
            correspondent, reporter, writer, journalist, columnist, editor, contributor, blogger, freelancer, bureau, staff, commentator, essayist

            minute:
            min, mins, minute, minutes

            siteWord:
            columns, column, subscriber, printed, published, receive, letter, email, forum, newsrooms, window, line, readers, reader, subscribers, members, forum, article, articles, story, stories, page, site, website, links, link, list, letters, editor, editors, gift, gifts, question, questions, reporting, reporters, newsroom, desk, publication
            print, magazine, paper, issue, edition, advertising, ads, fee, inbox, letterbox, tips, tip, feedback, support, supporters, donation, donations, mailbox, mail, weekday, weekend, sunday, friday, round, coverage, headlines, alerts, community

            placeWord:
            court, county, city, street, square, hall, island, islands, cape, port, lake, mount, university, ministry, office, airport, house, park, bay, fort, saint, new, north, south, east, west, upper, lower, los, san, santa

            moderationWord:
            comments, comment, commenting, commenters, moderation, moderated, moderators, moderator, abusive, offensive, guidelines, posted, profanity, respectful, defamatory, civil, topic, sentences, personal

            legalWord:
            republication, republished, reuse
            adheres, complaint, complaints, standards, ipso, newspaper
            rights, reserved, reproduction, permission, prohibited, reproduced, republished, reprinted, terms, privacy, redistributed, rewritten, broadcast, copyright, copyrighted, liable, licence, license, licensed, consent, syndicated, trademark, views, opinions, edited, headline, responsible, external, content, affiliate, commission, published, expressed, reflect

            corporate:
            ltd, limited, inc, llc, plc, gmbh, corp, co, company, group, holdings, sa, ag, bv, pty, trust, foundation, media, pte, sdn, bhd, company's, corporation, cooperative, verlagsgesellschaft, verlag, publishers, publishing

            and:
            and, with

            joint:
            at, on, in, the, and, a, h

            dateOf:
            of, a

            zoneEnd:
            time

            hourWord:
            hrs, hs, h, hours

            placeJoint:
            in, at, reporting

            madeFor:
            for

            workFor:
            for, of, from, special, special to, with

            reportVerb:
            reports, writes, report, write, reporting

            updateWord:
            changed, revised, amended, edited, refreshed, corrected, modified, last, updated, latest, current

            homeWord:
            home, homepage, logo

            beVerb:
            is, are, does, comes

            bioArticle:
            a, an, the, our, currently, senior, chief, based, deputy, also, professor, editor

            authorVerb:
            covers, writes, reports, edits, blogs, covered, hosts, teaches, tweets, joined, freelances

            authorWord:
            author, writer, reporter, columnist, journalist

            determiner:
            the, this

            mastheadWord:
            the, daily, evening

            creditJoint:
            via, for, of, and, the, by, through, courtesy, from, in, pool, file, handout, pic, photo, s, to, with, on, supplied

            creditBy:
            by, of, courtesy, via, from

            pictureFirm:
            pictures, images, photography

            archiveWord:
            file

            noMaker:
            file, photo, archive, stock, image, picture, representative, illustration

            namePart:
            st

            nameEnd:
            jr, sr

            placePart:
            of, the, on, and, an, am

            pronoun:
            he, she, they, we, i, it, who, which, that, this, these, there, what, said, says, has, have, had, was, were, will, would, could, may, might, can

            since:
            since

            source:
            source

            more:
            more

            also:
            also

            linkLabel:
            also, read, related, see

            tagged:
            tagged

            copyright:
            copyright

            copyrightWord:
            by, c, content

            contributed:
            contributed to this …, contributed reporting …, contributed to the reporting …

            affiliateWord:
            affiliate, affiliates, commission, commissions, earn, earns, independently
            """)
}
