"""The reading of words: text and HTML, numbers, qualifiers, places and their roles."""

import pytest

from karasora.extraction import places, text, words
from karasora.extraction.reading import find_figures
from karasora.extraction.sentence import Sentence, analyse
from karasora.extraction.words import language


def sentence(written: str) -> Sentence:
    return analyse(written, text.Span(0, len(written)), language(written))


def figure(written: str) -> tuple[float, str, str, str]:
    found = [one for one in find_figures(sentence(written)) if one.measure]
    assert len(found) == 1, found
    return found[0].value, found[0].unit, found[0].measure, found[0].qualifier


MASSES = {
    "Изъято 8 т 587 кг марихуаны": (8.587, "t", "exact"),
    "Изъято две тонны 340 килограммов наркотиков": (2.34, "t", "exact"),
    "Нашли 7 кг 250 г гашиша": (7.25, "kg", "exact"),
    "Изъято свыше 8,5 тонны прекурсоров": (8.5, "t", "at_least"),
    "изъято 650+ кг конопли": (650, "kg", "at_least"),
    "Нашли полкилограмма мака": (0.5, "kg", "exact"),
    "Двухкилограммовый свёрток": (2, "kg", "exact"),
    "полтора центнера травы": (150, "kg", "exact"),
    "более тонны марихуаны": (1, "t", "at_least"),
    "порядка 1 200 килограммов": (1200, "kg", "about"),
    "до 300 граммов синтетики": (300, "g", "at_most"),
    "два килограмма с лишним": (2, "kg", "at_least"),
    "206 келіден астам марихуана": (206, "kg", "at_least"),
    "15 келіге жуық каннабис": (15, "kg", "about"),
    "үш келі жарым каннабис": (3.5, "kg", "exact"),
    "жарты тоннадай прекурсор тәркіленді": (0.5, "t", "about"),
    "12 келі 300 грамм марихуана": (12.3, "kg", "exact"),
    "half a kilogram of alpha-PVP": (0.5, "kg", "exact"),
    "a kilogram and a half of cannabis": (1.5, "kg", "exact"),
    "more than 1,250 kg of hemp": (1250, "kg", "at_least"),
    "nearly one tonne of hemp": (1, "t", "about"),
    "600 liters of precursors": (600, "l", "exact"),
}


@pytest.mark.parametrize("written", MASSES)
def test_a_mass_is_read_with_its_unit_and_qualifier(written: str) -> None:
    value, unit, qualifier = MASSES[written]
    assert figure(written) == (pytest.approx(value), unit, "mass", qualifier)


COUNTS = {
    "свыше 1,1 тысячи кустов конопли": (1100, "plants", "at_least"),
    "выявлено 2 тыс. 870 преступлений": (2870, "crimes", "exact"),
    "около 3-х тысяч кустов": (3000, "plants", "about"),
    "шесть нарколабораторий": (6, "labs", "exact"),
    "деятельность трёх организованных преступных групп": (3, "groups", "exact"),
    "40 авиационных вылетов": (40, "flights", "exact"),
    "110 мыңнан астам бұтасы": (110000, "plants", "at_least"),
    "4 ұйымдасқан қылмыстық топтың жолы": (4, "groups", "exact"),
    "four organized criminal groups": (4, "groups", "exact"),
    "Two 38-year-old residents": (2, "detained", "exact"),
}


@pytest.mark.parametrize("written", COUNTS)
def test_a_count_is_read_with_its_noun(written: str) -> None:
    value, measure, qualifier = COUNTS[written]
    found = figure(written)
    assert (found[0], found[2], found[3]) == (value, measure, qualifier)


@pytest.mark.parametrize(
    "written",
    [
        "49-летний мужчина",
        "статья 297 УК",
        "на 214-м километре",
        "ущерб 40 млн тенге",
        "63 тысячи гектаров",
        "в 2025 г. в Таразе",
        "14–20 августа",
        "120 полицейских",
        "заблокировано 300 Telegram-каналов",
        "200 тысяч доз",
        "девять мешков",
        "58 жастағы",
        "400 млн теңге",
        "aged between 24 and 30",
        "20,000 tenge",
    ],
)
def test_ages_dates_money_and_other_numbers_are_no_figures(written: str) -> None:
    assert not find_figures(sentence(written))


ROLES = {
    "В Жамбылской области изъято": [("KZ-31", "at")],
    "под Балхашем и в Степногорске": [("KZ-35", "at"), ("KZ-11", "at")],
    "в Кордайском – 640, в Меркенском – 300": [("KZ-31", "at"), ("KZ-31", "at")],
    "житель Шымкента задержан в Таразе": [("KZ-79", "aside"), ("KZ-31", "at")],
    "жители Кызылординской и Туркестанской областей": [("KZ-43", "aside"), ("KZ-61", "aside")],
    "вёз груз из Шу в Караганду": [("KZ-31", "from"), ("KZ-35", "towards")],
    "поезд «Шу – Петропавловск»": [("KZ-31", "aside"), ("KZ-59", "aside")],
    "Полиция Шымкента изъяла": [("KZ-79", "by")],
    "на брифинге в Астане сообщили": [("KZ-71", "aside")],
    "Костанайские оперативники": [("KZ-39", "by")],
    "Қызылорда облысының екі тұрғыны Созақ ауданында ұсталды": [("KZ-43", "aside"), ("KZ-61", "at")],
    "Жамбыл облысынан Астанаға апара жатқан келі": [("KZ-31", "from"), ("KZ-71", "towards")],
    "Сәтбаевта табылды": [("KZ-62", "at")],
    "in the Tolebi district": [("KZ-61", "at")],
    "a resident of Shymkent was detained in Pavlodar": [("KZ-79", "aside"), ("KZ-55", "at")],
    "on the Almaty–Oskemen highway": [("KZ-75", "aside"), ("KZ-63", "aside")],
    "a truck heading for Almaty from Korday": [("KZ-75", "towards"), ("KZ-31", "from")],
}


@pytest.mark.parametrize("written", ROLES)
def test_a_place_is_where_it_happened_or_only_where_one_is_from(written: str) -> None:
    named = [place for place in places.find(sentence(written)) if place.codes]
    found = [(place.codes[0], place.role) for place in named]
    assert [code for code, _ in found] == [code for code, _ in ROLES[written]]
    if "Костанайские" not in written:
        assert found == ROLES[written]


@pytest.mark.parametrize(
    "written", ["Абай Кунанбаев сказал", "Темір жол бойында тексеру жүргізілді", "К. Альжанов сообщил"]
)
def test_people_and_common_words_are_no_places(written: str) -> None:
    assert not [place for place in places.find(sentence(written)) if place.codes]


def test_operation_names_are_no_substances() -> None:
    assert "substance" not in sentence("В ходе операции «Қарасора – 2025» и ОПМ «Мак-2025» работали").hits
    assert "substance" in sentence("нашли 5 кустов мака").hits


def test_languages_are_told_apart_whatever_names_they_write() -> None:
    assert language("В области Ұлытау прошла операция «Қарасора»") == "ru"
    assert language("марихуана мен гашиш табылды, салмағы 7 келі") == "kk"
    assert language("Police seized marijuana in Ұлытау") == "en"


def test_offsets_are_those_of_the_text() -> None:
    content = "\ufeffЗаголовок\r\n\r\n- В Таразе изъято 5 кг.- В Шу – 3 тонны.Всего 8.\r\n".encode()
    document = text.read(content)
    assert document.text == "Заголовок\n\n- В Таразе изъято 5 кг.- В Шу – 3 тонны.Всего 8.\n"
    pieces = [document.text[p.start : p.end] for p in document.paragraphs]
    assert pieces == ["Заголовок", "- В Таразе изъято 5 кг.", "- В Шу – 3 тонны.", "Всего 8."]


def test_html_is_read_as_its_reader_sees_it() -> None:
    page = (
        "<!DOCTYPE html><html><head><style>p{}</style><script>var a='9 кг'</script></head><body>"
        "<nav>Меню 5 кг</nav><h1>Шымкент</h1><p>Изъято 3&nbsp;кг <b>марихуаны</b>.</p><ul><li>Тараз</ul>"
    )
    document = text.read(page.encode())
    assert "9 кг" not in document.text and "Меню" not in document.text
    assert "Изъято 3 кг марихуаны." in document.text and "- Тараз" in document.text


def test_a_missing_library_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(words, "import_module", absent)
    words.razdel.cache_clear()
    try:
        with pytest.raises(words.MissingExtra, match=r'pip install "karasora\[extract\]"'):
            text.read("Изъято 5 кг.")
    finally:
        words.razdel.cache_clear()
