"""A generated national register: persons with Russian and Belarusian name forms, and lists that copy them with noise.

    python bench/simulate/registry.py OUT --persons 100000 --seed 1      writes lists a.csv, b.csv, c.csv

The model is our own. Surnames are a stem and an ending (a few hundred common ones) or invented syllables (the long
tail), with frequencies after Zipf; patronymics follow the fathers. Each list holds part of the persons and has a
script, a romanisation, gaps and slips of its own: initials, missing patronymics, swapped order, typos, slips in and
missing parts of birth dates, maiden names, relatives and namesakes as they fall.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Russian and Belarusian forms of given names; fathers' names come from the same lists.
MALE: Final = """Александр Аляксандр|Сергей Сяргей|Андрей Андрэй|Дмитрий Дзмітрый|Алексей Аляксей|Владимир Уладзімір
Николай Мікалай|Виктор Віктар|Иван Іван|Юрий Юрый|Игорь Ігар|Михаил Міхаіл|Евгений Яўген|Павел Павел|Олег Алег
Василий Васіль|Максим Максім|Анатолий Анатоль|Вадим Вадзім|Денис Дзяніс|Валерий Валерый|Артём Арцём|Виталий Віталь
Пётр Пётр|Леонид Леанід|Константин Канстанцін|Роман Раман|Геннадий Генадзь|Антон Антон|Григорий Рыгор|Никита Мікіта
Вячеслав Вячаслаў|Станислав Станіслаў|Кирилл Кірыл|Борис Барыс|Степан Сцяпан|Фёдор Фёдар|Егор Ягор|Илья Ілля
Руслан Руслан|Эдуард Эдуард|Тимофей Цімафей|Глеб Глеб|Захар Захар|Даниил Данііл|Марк Марк|Лев Леў|Назар Назар"""
FEMALE: Final = """Елена Алена|Наталья Наталля|Ольга Вольга|Татьяна Таццяна|Ирина Ірына|Светлана Святлана|Анна Ганна
Мария Марыя|Людмила Людміла|Валентина Валянціна|Екатерина Кацярына|Галина Галіна|Юлия Юлія|Нина Ніна|Анастасия Настасся
Надежда Надзея|Марина Марына|Оксана Аксана|Лариса Ларыса|Тамара Тамара|Виктория Вікторыя|Дарья Дар'я|Алла Ала
Инна Іна|Зинаида Зінаіда|Вера Вера|Раиса Раіса|Ксения Ксенія|Александра Аляксандра|Полина Паліна|Любовь Любоў
Жанна Жана|Диана Дыяна|Алеся Алеся|Яна Яна|Евгения Яўгенія|Лидия Лідзія|Кристина Крысціна|Елизавета Лізавета"""
STEMS: Final = """Иван Сидор Петр Павл Роман Климк Лук Мак Назар Нестер Остап Прокоп Сав Тарас Тимох Федор Хом Юрк Ян
Бондар Гончар Ковал Мельник Кравц Ткач Рыбак Стрельц Пастух Кушнер Шевц Скляр Токар Дуд Музык Вой Жук Заяц Вороб Голуб
Сокол Ворон Козл Баран Бык Волк Медвед Соболь Карп Щук Ерш Гус Дрозд Синиц Кукушк Дуб Верб Берез Сосн Груш Вишн Калин
Мал Бел Черн Рыж Сив Кривош Горбач Сухар Толст Худ Долг Корот Нов Стар Зим Лет Мороз Снеж Туч Гром Ветр Дым Пеп Камен
Гор Лес Пол Болот Озер Реч Брод Мост Коваль Дорош Дан Денис Герас Гриш Демид Ефим Ермол Игнат Казим Корн Левон Мартын
Матус Михн Никит Осип Пархом Пилип Рад Сем Степан Трофим Филип Харит Яким Яцк Буд Вас Вит Гай Гул Драг Дроб Жда Кал
Кис Кол Кот Лап Лис Луч Мих Мур Нов Ос Пав Пет Пот Прус Руд Сах Сер Сух Тим Тит Уш Фом Хвор Цел Чер Шпак Шум Юхн Яр"""
ENDINGS: Final = (("ов", 22), ("ич", 10), ("евич", 12), ("ович", 8), ("енко", 14), ("ук", 6), ("чук", 6), ("ский", 10),
                  ("ко", 8), ("ец", 4), ("еня", 3), ("ёнок", 2), ("ик", 3), ("ин", 6), ("ька", 2))  # fmt: skip
PLACES: Final = """Минск Мінск|Гомель Гомель|Брест Брэст|Витебск Віцебск|Гродно Гродна|Могилёв Магілёў|Бобруйск Бабруйск
Барановичи Баранавічы|Борисов Барысаў|Пинск Пінск|Орша Орша|Мозырь Мазыр|Лида Ліда|Солигорск Салігорск
Новополоцк Наваполацк|Молодечно Маладзечна|Полоцк Полацк|Жлобин Жлобін|Слуцк Слуцк|Речица Рэчыца|Кобрин Кобрын
Светлогорск Светлагорск|Слоним Слонім|Волковыск Ваўкавыск|Калинковичи Калінкавічы|Сморгонь Смаргонь|Рогачёв Рагачоў
Осиповичи Асіповічы|Горки Горкі|Новогрудок Навагрудак|Вилейка Вілейка|Берёза Бяроза|Кричев Крычаў|Ивацевичи Івацэвічы"""
ONSETS: Final = "б в г д ж з к л м н п р с т х ц ч ш бр гр др кр пр ст тр хл шк"

RUSSIAN: Final = {"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e|e|ye", "ё": "e|yo|io", "ж": "zh", "з": "z",
    "и": "i", "й": "y|i|j", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh|kh|h", "ц": "ts|ts|c", "ч": "ch", "ш": "sh", "щ": "shch|sch", "ъ": "", "ы": "y",
    "ь": "||'", "э": "e", "ю": "yu|iu|ju", "я": "ya|ia|ja"}  # fmt: skip
BELARUSIAN: Final = {"а": "a", "б": "b", "в": "v", "г": "h", "д": "d", "е": "ie|e|je", "ё": "io|jo|yo", "ж": "zh|ž",
    "з": "z", "і": "i", "й": "i|j|y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ў": "u|w|ŭ", "ф": "f", "х": "kh|ch", "ц": "ts|c", "ч": "ch|č", "ш": "sh|š", "ы": "y",
    "ь": "", "э": "e", "ю": "iu|ju|yu", "я": "ia|ja|ya", "'": ""}  # fmt: skip


class Person(msgspec.Struct, frozen=True):
    """One person: name parts as (Russian, Belarusian), birth date, place; `maiden` where a woman's name changed."""

    family: tuple[str, str]
    given: tuple[str, str]
    patronymic: tuple[str, str]
    born: date
    sex: str
    place: tuple[str, str]
    maiden: tuple[str, str] | None = None


class Noise(msgspec.Struct, frozen=True, kw_only=True):
    """How one list copies persons: its writing and the shares of each fault."""

    writing: str
    covers: float
    patronymic: float
    initials: float = 0.0
    swapped: float = 0.03
    typo: float = 0.04
    birth: float = 0.9
    year_only: float = 0.04
    birth_slip: float = 0.03
    maiden: float = 0.5
    place: float = 0.85
    moved: float = 0.15


LISTS: Final = {
    "court": Noise(writing="ru", covers=0.55, patronymic=0.97, birth=0.93, swapped=0.01, typo=0.02),
    "monitor": Noise(writing="be-latn", covers=0.5, patronymic=0.35, birth=0.85, initials=0.02, year_only=0.08),
    "press": Noise(writing="ru-latn", covers=0.4, patronymic=0.2, birth=0.8, initials=0.05, year_only=0.12, typo=0.06),
}


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(a, b) for a, b in (entry.split() for line in text.splitlines() for entry in line.split("|"))]


def _belarusian(russian: str) -> str:
    """Return a Belarusian spelling of a surname by rule: o becomes a after the first vowel, в after vowels ў."""
    word = russian.lower()
    for before, after in (("ский", "скі"), ("енко", "енка"), ("ович", "овіч"), ("евич", "евіч"), ("щ", "шч"),
                          ("ти", "ці"), ("ди", "дзі"), ("те", "це"), ("де", "дзе"), ("ри", "ры"), ("ре", "рэ"),
                          ("жи", "жы"), ("ши", "шы"), ("чи", "чы"), ("ци", "цы"), ("ть", "ць")):  # fmt: skip
        word = word.replace(before, after)
    word = word.replace("и", "і")
    first = next((i for i, c in enumerate(word) if c in "аеёіоуыэюя"), 0)
    word = word[: first + 1] + word[first + 1 :].replace("о", "а")
    out = [("ў" if c == "в" and i and word[i - 1] in "аеёіоуыэюя" and (i + 1 == len(word) or word[i + 1] not in
            "аеёіоуыэюя") else c) for i, c in enumerate(word)]  # fmt: skip
    return "".join(out).capitalize()


def _feminine(family: tuple[str, str]) -> tuple[str, str]:
    russian, belarusian = family
    if russian.endswith("ский"):
        return russian[:-2] + "ая", belarusian[:-1] + "ая"
    if russian.endswith(("ов", "ев", "ин")):
        return russian + "а", (belarusian[:-1] + "ва" if belarusian.endswith("ў") else belarusian + "а")
    return family


def _patronymic(father: tuple[str, str], sex: str) -> tuple[str, str]:
    out = []
    for form, ends in ((father[0], ("ович", "евич", "овна", "евна")), (father[1], ("авіч", "евіч", "аўна", "еўна"))):
        special = {"Илья": "Иль", "Ілля": "Іл", "Никита": "Никит", "Мікіта": "Мікіт", "Павел": "Павл", "Лев": "Льв"}
        stem, soft = special.get(form, form), form[-1] in "йьяі" or form in {"Илья", "Ілля"}
        if form == stem and form[-1] in "йьаяы":
            stem = form[:-1] + ("ь" if form.endswith("ий") and form[-3] not in "ьг" else "")
            stem = stem[:-2] + "ь" if form.endswith("ий") else stem
        if stem.endswith("ў"):
            stem = stem[:-1] + "в"
        out.append(stem + ends[(1 if soft else 0) + (2 if sex == "f" else 0)])
    return out[0], out[1]


def _zipf(n: int, shift: float, power: float = 1.0) -> Floats:
    """Return cumulated shares that fall with rank."""
    weights = 1 / (np.arange(n) + shift) ** power
    return np.asarray(np.cumsum(weights) / weights.sum())


class _Population:
    def __init__(self, rng: np.random.Generator, size: int) -> None:
        self.rng = rng
        self.male, self.female, self.places = _pairs(MALE), _pairs(FEMALE), _pairs(PLACES)
        self.families = self._families(max(2_000, size // 4))
        self.family_p = _zipf(len(self.families), 40, 0.95)
        self.male_p, self.female_p, self.place_p = (
            _zipf(len(x), shift) for x, shift in ((self.male, 6), (self.female, 6), (self.places, 3))
        )

    def pick(self, items: list[tuple[str, str]], cumulated: Floats) -> tuple[str, str]:
        return items[int(np.searchsorted(cumulated, self.rng.random()))]

    def _families(self, size: int) -> list[tuple[str, str]]:
        stems = list(dict.fromkeys(STEMS.split()))
        share = np.array([w for _, w in ENDINGS], dtype=float)
        found: dict[str, None] = {}
        onsets, vowels, codas = (
            [
                "б",
                "в",
                "г",
                "д",
                "ж",
                "з",
                "к",
                "л",
                "м",
                "н",
                "п",
                "р",
                "с",
                "т",
                "х",
                "ц",
                "ч",
                "ш",
                "бр",
                "гр",
                "др",
                "кр",
                "пр",
                "ст",
                "тр",
                "хл",
                "шк",
            ],
            "аоуеи",
            "нркльствмдй",
        )
        while len(found) < size:
            if len(found) < 1500:
                stem = stems[self.rng.integers(len(stems))]
            else:
                parts = [onsets[self.rng.integers(len(onsets))] + vowels[self.rng.integers(5)] for _ in range(2)]
                stem = (
                    "".join(parts[: self.rng.integers(1, 3)]) + codas[self.rng.integers(len(codas) - 1)]
                ).capitalize()
            found.setdefault(stem + ENDINGS[self.rng.choice(len(ENDINGS), p=share / share.sum())][0])
        names = list(found)
        self.rng.shuffle(names)
        return [(name, _belarusian(name)) for name in names]

    def person(self) -> Person:
        rng = self.rng
        sex = "m" if rng.random() < 0.7 else "f"
        pool, p = (self.male, self.male_p) if sex == "m" else (self.female, self.female_p)
        given = self.pick(pool, p)
        father = self.pick(self.male, self.male_p)
        family = self.pick(self.families, self.family_p)
        maiden = None
        if sex == "f":
            family = _feminine(family)
            if rng.random() < 0.06:
                maiden = _feminine(self.pick(self.families, self.family_p))
        born = date(1940, 1, 1) + timedelta(days=int(rng.beta(3, 2.4) * 65 * 365))
        place = self.pick(self.places, self.place_p)
        return Person(family, given, _patronymic(father, sex), born, sex, place, maiden)


class _Copy:
    """Writes persons as one list does."""

    def __init__(self, rng: np.random.Generator, noise: Noise, places: list[tuple[str, str]]) -> None:
        self.rng, self.noise, self.places = rng, noise, places

    def hit(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def word(self, forms: tuple[str, str]) -> str:
        russian, belarusian = forms
        if self.noise.writing == "ru":
            return russian.replace("ё", "е") if self.hit(0.7) else russian
        table, text = (RUSSIAN, russian) if self.noise.writing == "ru-latn" else (BELARUSIAN, belarusian)
        out = ""
        for letter in text.lower():
            choices = table.get(letter, letter).split("|")
            out += choices[self.rng.integers(len(choices))] if self.hit(0.35) else choices[0]
        if self.noise.writing == "ru-latn" and out.endswith(("iy", "yy")) and self.hit(0.7):
            out = out[:-2] + "y"
        return out.capitalize()

    def typo(self, word: str) -> str:
        if len(word) < 4:
            return word
        at = int(self.rng.integers(1, len(word) - 1))
        kind = self.rng.integers(4)
        if kind == 0:
            return word[:at] + word[at + 1 :]
        if kind == 1:
            return word[:at] + word[at] + word[at:]
        if kind == 2:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        letters = "абвгдезиклмнопрстуя" if self.noise.writing == "ru" else "abdegiklmnoprstuvyz"
        return word[:at] + letters[self.rng.integers(len(letters))] + word[at + 1 :]

    def name(self, person: Person) -> str:
        n = self.noise
        family = person.maiden if person.maiden is not None and self.hit(n.maiden) else person.family
        words = {"family": self.word(family), "given": self.word(person.given)}
        if self.hit(n.patronymic):
            words["patronymic"] = self.word(person.patronymic)
        if self.hit(n.typo):
            spoiled = ("family", "family", "given")[self.rng.integers(3)]
            words[spoiled] = self.typo(words[spoiled])
        if self.hit(n.initials):
            words = {key: (word if key == "family" else word[:1] + ".") for key, word in words.items()}
        order = ["family", "given", "patronymic"] if n.writing == "ru" else ["given", "patronymic", "family"]
        if self.hit(n.swapped):
            order = ["given", "patronymic", "family"] if n.writing == "ru" else ["family", "given", "patronymic"]
        return " ".join(words[key] for key in order if key in words)

    def born(self, person: Person) -> str:
        n, born = self.noise, person.born
        if not self.hit(n.birth):
            return ""
        if self.hit(n.year_only):
            return str(born.year)
        if self.hit(n.birth_slip):
            kind = self.rng.integers(4)
            day, month, year = born.day, born.month, born.year
            if kind == 0 and day <= 12:
                day, month = month, day
            elif kind == 1:
                year += int(self.rng.choice([-10, -1, 1, 10]))
            elif kind == 2:
                day = int(self.rng.integers(1, 29))
            else:
                month, day = int(self.rng.integers(1, 13)), min(day, 28)
            born = date(year, month, min(day, 28) if month == 2 else min(day, 30))
        return born.isoformat() if n.writing != "ru" else born.strftime("%d.%m.%Y")

    def place(self, person: Person) -> str:
        if not self.hit(self.noise.place):
            return ""
        moved = self.hit(self.noise.moved)
        return self.word(self.places[self.rng.integers(len(self.places))] if moved else person.place)


def generate(persons: int, seed: int, lists: dict[str, Noise] | None = None) -> dict[str, list[dict[str, str]]]:
    """Return lists of rows with columns name, born, place and (the truth) person; no list names a person twice."""
    rng = np.random.default_rng(seed)
    population = _Population(rng, persons)
    people = [population.person() for _ in range(persons)]
    out: dict[str, list[dict[str, str]]] = {}
    for title, noise in (lists or LISTS).items():
        copy = _Copy(rng, noise, population.places)
        chosen = rng.permutation(np.flatnonzero(rng.random(persons) < noise.covers))
        out[title] = [
            {"name": copy.name(p), "born": copy.born(p), "place": copy.place(p), "person": f"p{at}"}
            for at in chosen.tolist()
            for p in [people[at]]
        ]
    return out


def write(lists: dict[str, list[dict[str, str]]], folder: Path, columns: Sequence[str]) -> None:
    """Write each list as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    for title, rows in lists.items():
        with (folder / f"{title}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)


def main() -> None:
    """Write generated lists, with the truth in a column `person`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--persons", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    write(generate(asked.persons, asked.seed), asked.out, ("person", "name", "born", "place"))


if __name__ == "__main__":
    main()
