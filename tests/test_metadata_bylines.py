"""Bylines, source lines and datelines as the newspapers of 25 languages write them; all places and names invented."""

from datetime import UTC, datetime

import pytest

from newsmill.metadata import Metadata, read_lines
from newsmill.page.block import Block, Piece, Role

LATEST = datetime(2026, 2, 1, tzinfo=UTC)

# By language: a headline, and the paragraph below it.
TEXTS = {
    "en": (
        "Ashmere footbridge opens again",
        "The footbridge at Ashmere was opened to walkers again this morning, after carpenters had replaced "
        "the last of its planks and tested it for a week.",
    ),
    "de": (
        "Talheim bekommt seine Brücke zurück",
        "Die Brücke in Talheim ist seit Montag wieder offen. Der Zimmermann hat das Holz selbst geschlagen "
        "und drei Wochen lang gearbeitet, sagte er in Talheim.",
    ),
    "fr": (
        "Le pont de Morvent rouvre aux marcheurs",
        "Le pont de Morvent a rouvert lundi matin, après trois semaines de travaux menés par les "
        "charpentiers du village et leurs apprentis, à Morvent même.",
    ),
    "es": (
        "Valdeoca recupera su puente",
        "El puente de Valdeoca volvió a abrirse el lunes por la mañana, tras tres semanas de obras de los "
        "carpinteros del pueblo, según dijo el alcalde de Valdeoca.",
    ),
    "pt": (
        "Serra Clara volta a ter ponte",
        "A ponte de Serra Clara reabriu na segunda-feira de manhã, depois de três semanas de obras dos "
        "carpinteiros da vila, disse a câmara de Serra Clara.",
    ),
    "it": (
        "Castelbruno ritrova il suo ponte",
        "Il ponte di Castelbruno ha riaperto lunedì mattina, dopo tre settimane di lavori dei falegnami del "
        "paese, ha detto il sindaco di Castelbruno ai presenti.",
    ),
    "nl": (
        "Brug in Rietdam weer open",
        "De brug in Rietdam is sinds maandag weer open. De timmerman heeft er drie weken aan gewerkt met "
        "hout uit het bos van Rietdam, zei hij tegen bezoekers.",
    ),
    "pl": (
        "Most w Zabrodziu znów otwarty",
        "Most w Zabrodziu otwarto w poniedziałek rano po trzech tygodniach prac, które prowadzili cieśle ze "
        "wsi Zabrodzie i ich uczniowie, mówi wójt gminy.",
    ),
    "cs": (
        "Křivice mají zase most",
        "Most v Křivicích byl v pondělí ráno znovu otevřen po třech týdnech prací, které vedli tesaři z "
        "Křivic a jejich učni, řekl starosta obce Křivice.",
    ),
    "ro": (
        "Podul din Poiana Rece s-a redeschis",
        "Podul din Poiana Rece a fost redeschis luni dimineață, după trei săptămâni de lucrări ale "
        "dulgherilor din Poiana Rece, a spus primarul comunei.",
    ),
    "tr": (
        "Kızılpınar köprüsüne kavuştu",
        "Kızılpınar köprüsü pazartesi sabahı yeniden açıldı; marangozlar üç hafta boyunca çalıştı, "
        "Kızılpınar belediyesi de desteğini esirgemedi diye anlatıldı.",
    ),
    "id": (
        "Jembatan Tanjung Lestari dibuka lagi",
        "Jembatan di Tanjung Lestari dibuka kembali pada Senin pagi setelah tiga minggu dikerjakan para "
        "tukang kayu dari Tanjung Lestari, kata kepala desa.",
    ),
    "vi": (
        "Bình Khê mở lại cây cầu gỗ",
        "Cây cầu ở Bình Khê được mở lại vào sáng thứ hai sau ba tuần sửa chữa do thợ mộc trong làng thực "
        "hiện, ông trưởng thôn Bình Khê cho biết.",
    ),
    "ru": (
        "В Каменке снова открыли мост",
        "Мост в Каменке открыли в понедельник утром после трёх недель ремонта, который вели плотники из "
        "Каменки и их ученики, рассказал глава посёлка.",
    ),
    "uk": (
        "У Вербівці знову відкрили міст",
        "Міст у Вербівці відкрили в понеділок уранці після трьох тижнів ремонту, який вели теслі з Вербівки "
        "та їхні учні, розповів голова громади.",
    ),
    "el": (
        "Το Λιθοχώρι ξανάνοιξε τη γέφυρα",
        "Η γέφυρα στο Λιθοχώρι άνοιξε ξανά τη Δευτέρα το πρωί, μετά από τρεις εβδομάδες εργασιών των "
        "ξυλουργών από το Λιθοχώρι, όπως είπε ο δήμαρχος.",
    ),
    "ar": (
        "وادي النخل يستعيد جسره القديم",
        "أعيد فتح جسر وادي النخل صباح الاثنين بعد ثلاثة أسابيع من العمل الذي قام به نجارو القرية في وادي "
        "النخل، كما قال رئيس البلدية أمام السكان.",
    ),
    "fa": (
        "پل سنگ‌آباد دوباره باز شد",
        "پل سنگ‌آباد صبح دوشنبه پس از سه هفته کار نجاران روستا دوباره باز شد و مردم سنگ‌آباد از روی آن "
        "گذشتند، دهیار روستا چنین گفت و خوشحال بود.",
    ),
    "he": (
        "הגשר בגבעת אורן נפתח מחדש",
        "הגשר בגבעת אורן נפתח שוב ביום שני בבוקר לאחר שלושה שבועות של עבודה של נגרי הכפר, כך אמר ראש המועצה "
        "של גבעת אורן לתושבים שהתאספו.",
    ),
    "hi": (
        "रामगढ़ी में पुल फिर खुला",
        "रामगढ़ी का पुल सोमवार सुबह फिर से खोल दिया गया, गाँव के बढ़इयों ने तीन हफ्ते तक काम किया था, "
        "रामगढ़ी के प्रधान ने लोगों को यह बताया।",
    ),
    "th": (
        "บ้านหนองใสเปิดสะพานอีกครั้ง",
        "สะพานที่บ้านหนองใสเปิดอีกครั้งในเช้าวันจันทร์หลังจากช่างไม้ของหมู่บ้านทำงานสามสัปดาห์ ผู้ใหญ่บ้านหนองใสกล่าวกับชาวบ้านที่มาชุมนุมกันในวันนั้น",
    ),
    "zh": (
        "柳桥镇木桥重新开放",
        "柳桥镇的木桥周一早上重新开放，镇上的木匠花了三周时间更换桥面，镇长说居民从此不必再绕路，孩子们上学也近了许多，大家都很高兴。",
    ),
    "zht": (
        "柳橋鎮木橋重新開放",
        "柳橋鎮的木橋週一早上重新開放，鎮上的木匠花了三週時間更換橋面，鎮長說居民從此不必再繞路，孩子們上學也近了許多，大家都很高興。",
    ),
    "ja": (
        "柳橋町の木橋が再開通",
        "柳橋町の木の橋が月曜の朝に再び開通した。町の大工が三週間かけて橋板を取り換えたもので、町長は「子どもたちの通学が近くなった」と話した。",
    ),
    "ko": (
        "버들골 나무다리 다시 열려",
        "버들골의 나무다리가 월요일 아침 다시 열렸다. 마을 목수들이 삼 주 동안 다리 판을 바꾸었고, 면장은 주민들이 더는 돌아가지 않아도 된다고 말했다.",
    ),
}

# Language, the lines above the text (* is the headline), the beginning of the text, the lines below it, and what they
# say: author, source, place, date.
CASES = [
    (
        "en",
        "* // By Nora Whitlock, Ashmere Courier // Published 4 May 2024, 8:15 a.m.",
        "",
        "",
        "Nora Whitlock | Ashmere Courier |  | 2024-05-04 08:15",
    ),
    (
        "en",
        "* // Nora Whitlock // May 4, 2024 8:15 am",
        "ASHMERE (Fen News Service) — ",
        "",
        "Nora Whitlock | Fen News Service | Ashmere | 2024-05-04 08:15",
    ),
    (
        "en",
        "* // Story by Nora Whitlock | Photos by Hal Dunn | May 4, 2024",
        "",
        "",
        "Nora Whitlock |  |  | 2024-05-04",
    ),
    (
        "en",
        "* // By NORA WHITLOCK and HAL DUNN // The Ashmere Courier // 4 May 2024",
        "",
        "Copyright 2024 The Ashmere Courier",
        "NORA WHITLOCK, HAL DUNN | The Ashmere Courier |  | 2024-05-04",
    ),
    (
        "en",
        "*",
        "ASHMERE, May 4 (FNS) - ",
        "Reporting by Nora Whitlock; Editing by Hal Dunn",
        "Nora Whitlock | FNS | Ashmere | ",
    ),
    (
        "en",
        "* // Posted: Sat 4 May 2024 at 08:15 GMT | Updated: Sun 5 May 2024",
        "Ashmere, England — ",
        "",
        " |  | Ashmere | 2024-05-04 08:15",
    ),
    (
        "de",
        "* // Von Greta Sommerfeld // 4. Mai 2024, 10.20 Uhr",
        "Talheim. ",
        "",
        "Greta Sommerfeld |  | Talheim | 2024-05-04 10:20",
    ),
    (
        "de",
        "* // Stand: 04.05.2024, 10:20 Uhr | Von: Greta Sommerfeld",
        "",
        "Quelle: Neckarbote",
        "Greta Sommerfeld | Neckarbote |  | 2024-05-04 10:20",
    ),
    ("de", "* // Text und Fotos: Greta Sommerfeld", "TALHEIM (lnd). ", "", "Greta Sommerfeld | lnd | Talheim | "),
    (
        "de",
        "* // Greta Sommerfeld, Redakteurin, 4. Mai 2024",
        "Talheim (lnw) - ",
        "© Talheimer Nachrichten",
        "Greta Sommerfeld | lnw | Talheim | 2024-05-04",
    ),
    (
        "fr",
        "* // Par Louis Delorme - La Gazette du Val // Le 04/05/2024 à 10:20",
        "",
        "",
        "Louis Delorme | La Gazette du Val |  | 2024-05-04 10:20",
    ),
    (
        "fr",
        "* // Louis Delorme, correspondant à Morvent // Publié le 4 mai 2024 à 10 h 20, modifié le 5 mai 2024",
        "",
        "",
        "Louis Delorme |  |  | 2024-05-04 10:20",
    ),
    ("fr", "* // 4 mai 2024 | 10h20", "Morvent, 4 mai (ADV) - ", "", " | ADV | Morvent | 2024-05-04 10:20"),
    ("fr", "*", "MORVENT — ", "L.D. avec Agence du Val", " | Agence du Val | Morvent | "),
    (
        "es",
        "* // Por Elena Rubiales / Valdeoca // 4 de mayo de 2024 - 10:20 h",
        "",
        "",
        "Elena Rubiales |  | Valdeoca | 2024-05-04 10:20",
    ),
    (
        "es",
        "* // Redacción // Actualizado: 5 de mayo de 2024",
        "Valdeoca, 4 may (Agencia Norte).- ",
        "",
        " | Agencia Norte | Valdeoca | 2024-05-04",
    ),
    (
        "es",
        "* // Elena Rubiales | Agencia Norte | 04-05-2024",
        "",
        "",
        "Elena Rubiales | Agencia Norte |  | 2024-05-04",
    ),
    ("pt", "* // Da Redação // 04/05/2024 às 10h20", "Serra Clara - ", "", " |  | Serra Clara | 2024-05-04 10:20"),
    (
        "pt",
        "* // Por Lívia Marques, Correio da Serra — Serra Clara // 04/05/2024 10h20 - Atualizado em 05/05/2024",
        "",
        "",
        "Lívia Marques | Correio da Serra | Serra Clara | 2024-05-04 10:20",
    ),
    (
        "pt",
        "* // Texto: Lívia Marques // Fonte: Agência Serra // 4 de maio de 2024",
        "",
        "",
        "Lívia Marques | Agência Serra |  | 2024-05-04",
    ),
    (
        "it",
        "* // di Marta Belloni // 4 maggio 2024 alle 10:20",
        "CASTELBRUNO - ",
        "",
        "Marta Belloni |  | Castelbruno | 2024-05-04 10:20",
    ),
    (
        "it",
        "* // Redazione - 04 Mag 2024 ore 10:20",
        "Castelbruno (Agenzia Colli) – ",
        "",
        " | Agenzia Colli | Castelbruno | 2024-05-04 10:20",
    ),
    (
        "it",
        "* // Marta Belloni // sabato 4 maggio 2024",
        "",
        "Fonte: La Voce dei Colli",
        "Marta Belloni | La Voce dei Colli |  | 2024-05-04",
    ),
    (
        "nl",
        "* // Door Bram Veenhuis // 4 mei 2024 om 10:20",
        "RIETDAM - ",
        "",
        "Bram Veenhuis |  | Rietdam | 2024-05-04 10:20",
    ),
    (
        "nl",
        "* // Door: Bram Veenhuis // Gepubliceerd op 4 mei 2024, 10.20 uur",
        "RIETDAM (VNP) - ",
        "",
        "Bram Veenhuis | VNP | Rietdam | 2024-05-04 10:20",
    ),
    (
        "nl",
        "* // Bram Veenhuis 4 mei 2024",
        "",
        "Bron: Rietdammer Courant",
        "Bram Veenhuis | Rietdammer Courant |  | 2024-05-04",
    ),
    (
        "pl",
        "* // Autorka: Zofia Leszczyn // Opublikowano: 4 maja 2024, 10:20",
        "ZABRODZIE (NAP). ",
        "",
        "Zofia Leszczyn | NAP | Zabrodzie | 2024-05-04 10:20",
    ),
    (
        "pl",
        "* // oprac. Zofia Leszczyn, 04.05.2024",
        "",
        "źródło: Kurier Nadrzeczny",
        "Zofia Leszczyn | Kurier Nadrzeczny |  | 2024-05-04",
    ),
    (
        "pl",
        "* // Zofia Leszczyn / NAP / 4 maja 2024 r., godz. 10:20",
        "",
        "",
        "Zofia Leszczyn | NAP |  | 2024-05-04 10:20",
    ),
    (
        "cs",
        "* // Autor: Petr Lomnický // 4. května 2024 v 10:20",
        "Křivice 4. května (ČAZ) - ",
        "",
        "Petr Lomnický | ČAZ | Křivice | 2024-05-04 10:20",
    ),
    (
        "cs",
        "* // 4. 5. 2024, Petr Lomnický",
        "",
        "Zdroj: Křivický zpravodaj",
        "Petr Lomnický | Křivický zpravodaj |  | 2024-05-04",
    ),
    (
        "ro",
        "* // Autor: Mihai Dobre, Agenția Carpați // Publicat la 4 mai 2024, ora 10:20",
        "",
        "",
        "Mihai Dobre | Agenția Carpați |  | 2024-05-04 10:20",
    ),
    (
        "ro",
        "* // de Mihai Dobre | 04.05.2024",
        "POIANA RECE, 4 mai - ",
        "",
        "Mihai Dobre |  | Poiana Rece | 2024-05-04",
    ),
    (
        "tr",
        "* // Haber: Elif Tunalı // Yayınlanma: 04 Mayıs 2024 - 10:20 // Güncelleme: 05 Mayıs 2024",
        "KIZILPINAR (KHA) - ",
        "",
        "Elif Tunalı | KHA | Kızılpınar | 2024-05-04 10:20",
    ),
    (
        "tr",
        "* // Elif TUNALI/KIZILPINAR, (KHA) // 04.05.2024 10:20",
        "",
        "",
        "Elif TUNALI | KHA | Kızılpınar | 2024-05-04 10:20",
    ),
    (
        "id",
        "* // Penulis: Dewi Lestanto | Editor: Bayu Pramono // Sabtu, 4 Mei 2024 | 10:20 WIB",
        "TANJUNG LESTARI, KABARNUSA.com - ",
        "",
        "Dewi Lestanto | KABARNUSA.com | Tanjung Lestari | 2024-05-04 03:20",
    ),
    (
        "id",
        "* // Dewi Lestanto, Jurnalis · Sabtu 04 Mei 2024 10:20 WIB",
        "Tanjung Lestari - ",
        "",
        "Dewi Lestanto |  | Tanjung Lestari | 2024-05-04 03:20",
    ),
    (
        "id",
        "* // Oleh: Dewi Lestanto // 4 Mei 2024",
        "Warta Nusa, Tanjung Lestari – ",
        "",
        "Dewi Lestanto | Warta Nusa | Tanjung Lestari | 2024-05-04",
    ),
    (
        "vi",
        "* // Trần Minh Khôi // Thứ bảy, 04/05/2024 - 10:20",
        "(Báo Sông Xanh) - ",
        "",
        "Trần Minh Khôi | Báo Sông Xanh |  | 2024-05-04 10:20",
    ),
    (
        "vi",
        "* // 04/05/2024 10:20 GMT+7",
        "",
        "Theo Báo Sông Xanh // Trần Minh Khôi",
        "Trần Minh Khôi | Báo Sông Xanh |  | 2024-05-04 03:20",
    ),
    (
        "ru",
        "* // Автор: Семён Ладогин // 4 мая 2024, 10:20 (МСК)",
        "КАМЕНКА, 4 мая — Вести-Юг. ",
        "",
        "Семён Ладогин | Вести-Юг | Каменка | 2024-05-04 07:20",
    ),
    (
        "ru",
        "* // Сегодня, 4 мая 2024 г., 10:20 // Источник: Речной листок",
        "Каменка. 4 мая. ",
        "",
        " | Речной листок | Каменка | 2024-05-04 10:20",
    ),
    (
        "uk",
        "* // Текст: Оксана Мельничук // Субота, 4 травня 2024, 10:20",
        "ВЕРБІВКА, 4 травня. /Степ-Інформ/. ",
        "",
        "Оксана Мельничук | Степ-Інформ | Вербівка | 2024-05-04 10:20",
    ),
    (
        "uk",
        "* // Оксана Мельничук — 04.05.2024 10:20",
        "",
        "Джерело: Вербівські новини",
        "Оксана Мельничук | Вербівські новини |  | 2024-05-04 10:20",
    ),
    (
        "el",
        "* // Του Νίκου Αλεξίου // 4 Μαΐου 2024, 10:20",
        "ΛΙΘΟΧΩΡΙ (ΠΝ) – ",
        "",
        "Νίκος Αλεξίου | ΠΝ | Λιθοχώρι | 2024-05-04 10:20",
    ),
    (
        "el",
        "* // Γράφει η Μαρία Δούκα | 04/05/2024",
        "",
        "Πηγή: Νέα του Βουνού",
        "Μαρία Δούκα | Νέα του Βουνού |  | 2024-05-04",
    ),
    (
        "ar",
        "* // بقلم: سعاد الكرمي // 4 أيار 2024 الساعة 10:20",
        "وادي النخل - وكالة الجبل - ",
        "",
        "سعاد الكرمي | وكالة الجبل | وادي النخل | 2024-05-04 10:20",
    ),
    (
        "ar",
        "* // سعاد الكرمي - وادي النخل // السبت 4 أيار/مايو 2024",
        "",
        "المصدر: وكالة الجبل للأنباء",
        "سعاد الكرمي | وكالة الجبل للأنباء | وادي النخل | 2024-05-04",
    ),
    ("ar", "* // ٤ مايو ٢٠٢٤", "وادي النخل، ٤ مايو (وكالة الجبل) -- ", "", " | وكالة الجبل | وادي النخل | 2024-05-04"),
    (
        "fa",
        "* // نویسنده: مینا فرهادی // شنبه ۱۵ اردیبهشت ۱۴۰۳ ساعت ۱۰:۲۰",
        "",
        "",
        "مینا فرهادی |  |  | 2024-05-04 10:20",
    ),
    (
        "fa",
        "* // تاریخ انتشار: ۱۴۰۳/۰۲/۱۵ - ۱۰:۲۰",
        "سنگ‌آباد (کوهستان) - ",
        "",
        " | کوهستان | سنگ‌آباد | 2024-05-04 10:20",
    ),
    ("he", "* // מאת דנה ברקאי | 04/05/2024, 10:20", "", "", "דנה ברקאי |  |  | 2024-05-04 10:20"),
    ("he", "* // דנה ברקאי, ידיעות הגבעה // יום שבת, 4 במאי 2024", "", "", "דנה ברקאי | ידיעות הגבעה |  | 2024-05-04"),
    ("he", "* // כתבת: דנה ברקאי // פורסם: 04.05.24, 10:20", "", "", "דנה ברקאי |  |  | 2024-05-04 10:20"),
    (
        "hi",
        "* // लेखक: सीमा रावत // Published: Sat, 04 May 2024 10:20 AM (IST)",
        "रामगढ़ी, 4 मई (नदी समाचार)। ",
        "",
        "सीमा रावत | नदी समाचार | रामगढ़ी | ",
    ),
    (
        "hi",
        "* // सीमा रावत, रामगढ़ी // 4 मई 2024, 10:20 बजे",
        "",
        "स्रोत: नदी समाचार",
        "सीमा रावत | नदी समाचार | रामगढ़ी | 2024-05-04 10:20",
    ),
    ("hi", "* // नदी समाचार, रामगढ़ी। 4 मई 2024", "रामगढ़ी। ", "", " | नदी समाचार | रामगढ़ी | 2024-05-04"),
    (
        "th",
        "* // ผู้เขียน: วิชัย สุขใจ // 4 พฤษภาคม 2567 เวลา 10:20 น.",
        "",
        "ที่มา: สำนักข่าวริมน้ำ",
        "วิชัย สุขใจ | สำนักข่าวริมน้ำ |  | 2024-05-04 10:20",
    ),
    ("th", "* // วันเสาร์ที่ 4 พ.ค. 67 | 10.20 น. | วิชัย สุขใจ", "", "", "วิชัย สุขใจ |  |  | 2024-05-04 10:20"),
    ("zh", "* // 2024-05-04 10:20:33 来源：江岸日报 作者：秦晓溪", "", "", "秦晓溪 | 江岸日报 |  | 2024-05-04 10:20"),
    ("zh", "* // 江岸日报记者 秦晓溪", "江岸社柳桥5月4日电 ", "", "秦晓溪 | 江岸社 | 柳桥 | "),
    (
        "zh",
        "* // 2024年5月4日 | 江岸晚报",
        "本报柳桥5月4日讯（记者 秦晓溪 通讯员 方远）",
        "",
        "秦晓溪, 方远 | 江岸晚报 | 柳桥 | 2024-05-04",
    ),
    (
        "zht",
        "* // 2024/05/04 10:20 // 江岸時報 記者秦曉溪／柳橋報導",
        "",
        "",
        "秦曉溪 | 江岸時報 | 柳橋 | 2024-05-04 10:20",
    ),
    ("zht", "* // 撰文：秦曉溪　發佈時間：2024-05-04 10:20", "【柳橋訊】", "", "秦曉溪 |  | 柳橋 | 2024-05-04 10:20"),
    ("zht", "*", "（江岸社柳橋4日電）", "（編輯：方遠）1130504", " | 江岸社 | 柳橋 | 2024-05-04"),
    ("ja", "* // 2024年5月4日 10時20分 // 川風新聞　中原結衣記者", "", "", "中原結衣 | 川風新聞 |  | 2024-05-04 10:20"),
    ("ja", "* // 公開日：2024/05/04　文・中原結衣", "【柳橋＝中原結衣】", "", "中原結衣 |  | 柳橋 | 2024-05-04"),
    (
        "ja",
        "* // 中原 結衣 2024年5月4日 午前10時20分",
        "（柳橋＝川風通信）",
        "",
        "中原 結衣 | 川風通信 | 柳橋 | 2024-05-04 10:20",
    ),
    (
        "ko",
        "* // 한들일보 김서연 기자 // 입력 2024.05.04 10:20",
        "(버들골=한들통신) ",
        "",
        "김서연 | 한들통신 | 버들골 | 2024-05-04 10:20",
    ),
    (
        "ko",
        "* // 승인 2024-05-04 10:20  김서연 기자 seo@handle.example",
        "[한들일보 김서연 기자] ",
        "",
        "김서연 | 한들일보 |  | 2024-05-04 10:20",
    ),
    (
        "ko",
        "* // 김서연 기자 입력 2024년 5월 4일 오후 3시 5분 수정 2024년 5월 5일",
        "",
        "",
        "김서연 |  |  | 2024-05-04 15:05",
    ),
    (
        "en",
        "Ashmere | Outdoors // * - Ashmere Courier // Nora Whitlock - 4 May 2024",
        "",
        "",
        "Nora Whitlock |  |  | 2024-05-04",
    ),
    (
        "en",
        "Menu Home News Sport Obituaries // * // A carpenter, a forest and a lot of patience // Words: Nora Whitlock  Pictures: Hal Dunn",
        "",
        "",
        "Nora Whitlock |  |  | ",
    ),
    (
        "en",
        "* :: The Fen Record",
        "Ashmere (FNS) -- ",
        "-- Nora Whitlock, Fen News Service",
        "Nora Whitlock | FNS | Ashmere | ",
    ),
    (
        "de",
        "Lokales // * // Talheim, 04.05.2024 | von Greta Sommerfeld",
        "",
        "",
        "Greta Sommerfeld |  | Talheim | 2024-05-04",
    ),
    (
        "de",
        "* – Neckarbote // Erschienen am 04.05.2024 um 10:20 Uhr",
        "Talheim/Neckar – ",
        "gs",
        " |  | Talheim | 2024-05-04 10:20",
    ),
    (
        "fr",
        "Vie locale // * // Rédigé par Louis Delorme, le samedi 4 mai 2024 à 10h20",
        "",
        "",
        "Louis Delorme |  |  | 2024-05-04 10:20",
    ),
    (
        "es",
        "SOCIEDAD // * // Publicado por Elena Rubiales // 04 may 2024 - 10:20 CET",
        "VALDEOCA.- ",
        "",
        "Elena Rubiales |  | Valdeoca | 2024-05-04 09:20",
    ),
    (
        "pt",
        "* // Por Lívia Marques • Agência Serra // Publicado em 04/05/2024 - 10:20",
        "Serra Clara, 4 mai. (AS) – ",
        "",
        "Lívia Marques | AS | Serra Clara | 2024-05-04 10:20",
    ),
    (
        "it",
        "Cronaca locale // * // a cura di Marta Belloni // Pubblicato il 04/05/2024 | 10:20",
        "(AGC) Castelbruno, 4 mag. - ",
        "",
        "Marta Belloni | AGC | Castelbruno | 2024-05-04 10:20",
    ),
    (
        "nl",
        "* // RIETDAM | 4 mei 2024 | Door onze verslaggever Bram Veenhuis",
        "",
        "",
        "Bram Veenhuis |  | Rietdam | 2024-05-04",
    ),
    ("nl", "* // Van onze redactie // za 4 mei 2024, 10:20", "Rietdam - ", "", " |  | Rietdam | 2024-05-04 10:20"),
    (
        "pl",
        "* // 04-05-2024 | Zofia Leszczyn, Kurier Nadrzeczny",
        "",
        "(NAP)",
        "Zofia Leszczyn | Kurier Nadrzeczny |  | 2024-05-04",
    ),
    (
        "pl",
        "* // Zofia Leszczyn (NAP) // sobota, 4 maja 2024",
        "Zabrodzie, 4.05. (NAP) - ",
        "",
        "Zofia Leszczyn | NAP | Zabrodzie | 2024-05-04",
    ),
    (
        "cs",
        "* // Petr Lomnický, ČAZ // 4.5.2024 10:20",
        "KŘIVICE - ",
        "",
        "Petr Lomnický | ČAZ | Křivice | 2024-05-04 10:20",
    ),
    (
        "cs",
        "Regiony // * | Křivický deník // Text: Petr Lomnický Foto: Jan Duda // Publikováno: 4. 5. 2024",
        "",
        "",
        "Petr Lomnický |  |  | 2024-05-04",
    ),
    (
        "ro",
        "* // Scris de Mihai Dobre - sâmbătă, 4 mai 2024, 10:20",
        "",
        "Sursa: Gazeta Munților",
        "Mihai Dobre | Gazeta Munților |  | 2024-05-04 10:20",
    ),
    (
        "tr",
        "GÜNDEM // * // Elif Tunalı // Giriş Tarihi: 4.05.2024 10:20 Son Güncelleme: 4.05.2024 11:00",
        "Kızılpınar, (KHA) - ",
        "",
        "Elif Tunalı | KHA | Kızılpınar | 2024-05-04 10:20",
    ),
    (
        "id",
        "* - Kabar Nusa // Dewi Lestanto - Kabar Nusa // Sabtu, 04 Mei 2024 10:20 WITA",
        "",
        "Sumber: Antara Nusa",
        "Dewi Lestanto | Kabar Nusa |  | 2024-05-04 02:20",
    ),
    (
        "id",
        "* // Reporter: Dewi Lestanto // Redaktur: Bayu // Tanjung Lestari, 4 Mei 2024",
        "KN, Tanjung Lestari - ",
        "",
        "Dewi Lestanto | KN | Tanjung Lestari | 2024-05-04",
    ),
    (
        "vi",
        "Đời sống // * // 04/05/2024 | 10:20 // Tác giả: Trần Minh Khôi",
        "SX - ",
        "Nguồn: Sông Xanh",
        "Trần Minh Khôi | Sông Xanh |  | 2024-05-04 10:20",
    ),
    (
        "ru",
        "Общество // * // Семён Ладогин, корреспондент «Вести-Юг» // 04.05.2024, 10:20",
        "КАМЕНКА /Вести-Юг/. ",
        "",
        "Семён Ладогин | Вести-Юг | Каменка | 2024-05-04 10:20",
    ),
    (
        "uk",
        "* // Авторка Оксана Мельничук // 4 травня 2024 о 10:20",
        "Вербівка, 4 травня (Степ) — ",
        "",
        "Оксана Мельничук | Степ | Вербівка | 2024-05-04 10:20",
    ),
    (
        "el",
        "* // Της Μαρίας Δούκα // Δημοσίευση: 04 Μαΐου 2024 | 10:20 π.μ.",
        "Λιθοχώρι, 4 Μαΐου (ΠΝ) - ",
        "",
        "Μαρία Δούκα | ΠΝ | Λιθοχώρι | 2024-05-04 10:20",
    ),
    (
        "ar",
        "الرئيسية > مجتمع // * // وادي النخل - سعاد الكرمي // نشر في: 04/05/2024 - 10:20",
        "",
        "",
        "سعاد الكرمي |  | وادي النخل | 2024-05-04 10:20",
    ),
    (
        "ar",
        "* // كتب - سعيد الكرمي // السبت، 04 مايو 2024 10:20 ص",
        "وادي النخل ـ وكالة الجبل: ",
        "",
        "سعيد الكرمي | وكالة الجبل | وادي النخل | 2024-05-04 10:20",
    ),
    (
        "fa",
        "* // گزارش از مینا فرهادی // ۱۵ اردیبهشت ۱۴۰۳ | ۱۰:۲۰",
        "سنگ‌آباد - خبرگزاری کوهستان: ",
        "",
        "مینا فرهادی | خبرگزاری کوهستان | سنگ‌آباد | 2024-05-04 10:20",
    ),
    (
        "he",
        "* // דנה ברקאי | 4 במאי 2024 | 10:20",
        "",
        "מקור: ידיעות הגבעה",
        "דנה ברקאי | ידיעות הגבעה |  | 2024-05-04 10:20",
    ),
    (
        "hi",
        "होम / देश // * // संवाददाता, रामगढ़ी // प्रकाशित: शनिवार, 4 मई 2024, 10:20",
        "रामगढ़ी (नदी समाचार)। ",
        "",
        " | नदी समाचार | रामगढ़ी | 2024-05-04 10:20",
    ),
    ("th", "* // โดย : วิชัย สุขใจ // เผยแพร่ : 4 พ.ค. 2567 10:20", "", "", "วิชัย สุขใจ |  |  | 2024-05-04 10:20"),
    (
        "zh",
        "首页 新闻 体育 文化 // *_江岸网 // 2024-05-04 10:20 | 江岸日报 | 记者 秦晓溪",
        "",
        "",
        "秦晓溪 | 江岸日报 |  | 2024-05-04 10:20",
    ),
    (
        "zh",
        "* // 来源：江岸日报  发布时间：2024年05月04日",
        "江岸日报柳桥讯（记者秦晓溪）",
        "",
        "秦晓溪 | 江岸日报 | 柳桥 | 2024-05-04",
    ),
    (
        "zht",
        "*｜江岸新聞網 // 江岸新聞網／記者秦曉溪／柳橋報導 // 2024年5月4日 週六 上午10:20",
        "",
        "",
        "秦曉溪 | 江岸新聞網 | 柳橋 | 2024-05-04 10:20",
    ),
    ("zht", "* // 中華民國113年5月4日", "〔記者秦曉溪柳橋報導〕", "", "秦曉溪 |  | 柳橋 | 2024-05-04"),
    (
        "ja",
        "* - 川風新聞 // 川風新聞 2024年5月4日 10:20",
        "",
        "（中原結衣）",
        "中原結衣 | 川風新聞 |  | 2024-05-04 10:20",
    ),
    (
        "ko",
        "* < 사회 < 기사본문 - 한들일보 // 기자명 김서연 기자   입력 2024.05.04 10:20",
        "[버들골=한들일보] 김서연 기자 = ",
        "",
        "김서연 | 한들일보 | 버들골 | 2024-05-04 10:20",
    ),
]


@pytest.mark.parametrize(("language", "head", "beginning", "tail", "expected"), CASES)
def test_the_lines_around_a_text_say_who_wrote_it_where_and_when(
    language: str, head: str, beginning: str, tail: str, expected: str
) -> None:
    """All that is said is read, the headline is told from what stands around it, and none of it is left in the text."""
    title, body = TEXTS[language]
    lines = head.replace("*", f"*{title}", 1).split(" // ")
    above = [line.removeprefix("*") for line in lines]
    below = [line for line in tail.split(" // ") if line]
    pieces = [Piece(line, Block(line, Role.LINE)) for line in (*above, beginning + body, body, *below)]
    result, found = read_lines(pieces, Metadata(), LATEST)
    author, source, place, date = expected.split(" | ")
    form = "%Y-%m-%d %H:%M" if ":" in date else "%Y-%m-%d"
    assert found.title == title
    assert (found.author or "", found.place or "") == (author, place)
    assert (found.source or "") in (source, found.site if not source else source)
    assert not date or (found.published_at and found.published_at.strftime(form)) == date
    assert [piece.text for piece in result if piece.kept].count(body) == 2
