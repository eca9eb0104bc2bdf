"""Constructions in which reports tell what happened to a person: original sentences about invented people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from habeas.values.status_claim import StatusClaim

CONTEXT = "Human rights groups say that hundreds are in prison in Verdania. "
SENTENCES: tuple[tuple[str, tuple[tuple[str, str, float | None], ...]], ...] = (
    (
        "Pavel Ostrander was sentenced in absentia to 12 years in prison by a court in Verdania on Monday.",
        (("Ostrander", "sentenced", 144.0),),
    ),
    (
        "A court in Verdania sentenced exiled journalist Ines Caldero in absentia to 10 years.",
        (("Caldero", "sentenced", 120.0), ("Caldero", "in_exile", None)),
    ),
    (
        "Opposition politician Milos Adarek was released on bail on Tuesday.",
        (("Adarek", "freed", None),),
    ),
    (
        "Lena Korsak has been placed under house arrest.",
        (("Korsak", "held", None),),
    ),
    (
        "The court ordered that Lena Korsak be held under house arrest for two months.",
        (("Korsak", "held", 2.0),),
    ),
    (
        "The whereabouts of Ruslan Teptin remain unknown.",
        (("Teptin", "no_contact", None),),
    ),
    (
        "Jailed lawyer Oren Vasht has been on hunger strike since April 4.",
        (("Vasht", "other", None), ("Vasht", "held", None)),
    ),
    (
        "Oren Vasht, an imprisoned trade unionist, began a hunger strike in prison on Friday.",
        (("Vasht", "other", None), ("Vasht", "held", None)),
    ),
    (
        "Blogger Tamaz Giorli died in custody on June 2, 2022.",
        (("Giorli", "died", None),),
    ),
    (
        "Tamaz Giorli, 51, died in a prison hospital last week, his family said.",
        (("Giorli", "died", None),),
    ),
    (
        "Two dissidents, Hamid Rostami and Ali Zarrin, were executed at dawn on Sunday.",
        (("Rostami", "died", None), ("Zarrin", "died", None)),
    ),
    (
        "President Orlan pardoned activist Dina Fesk and five other prisoners.",
        (("Fesk", "pardoned", None),),
    ),
    (
        "Dina Fesk was among 12 prisoners pardoned by the president on Friday.",
        (("Fesk", "pardoned", None),),
    ),
    (
        "Reporter Kim Aldous was freed in a prisoner swap between Verdania and the United States.",
        (("Aldous", "exchanged", None),),
    ),
    (
        "Kim Aldous was handed over to Norland in exchange for two spies.",
        (("Aldous", "exchanged", None),),
    ),
    (
        "The authorities deported Maria Lund to Norland after her release.",
        (("Lund", "expelled", None), ("Lund", "freed", None)),
    ),
    (
        "Border guards detained activist Igor Palch at the border on Saturday.",
        (("Palch", "detained", None),),
    ),
    (
        "Igor Palch was arrested again two days after his release.",
        (("Palch", "rearrested", None), ("Palch", "freed", None)),
    ),
    (
        "Igor Palch was charged with treason on May 4, 2023.",
        (("Palch", "charged", None),),
    ),
    (
        "Prosecutors brought charges of extremism against Igor Palch.",
        (("Palch", "charged", None),),
    ),
    (
        "Igor Palch was remanded in custody until August.",
        (("Palch", "detained", None),),
    ),
    (
        "A court extended the pre-trial detention of Igor Palch by three months.",
        (("Palch", "held", 3.0),),
    ),
    (
        "Igor Palch's pretrial detention was extended until 5 July 2023.",
        (("Palch", "held", None),),
    ),
    (
        "Igor Palch remains in pre-trial detention.",
        (("Palch", "held", None),),
    ),
    (
        "Igor Palch has spent more than 1,000 days in prison.",
        (("Palch", "held", 33.33),),
    ),
    (
        "Human rights lawyer Salem al-Harbi was detained in Qasrabad on 12 May 2020.",
        (("al-Harbi", "detained", None),),
    ),
    (
        "Nguyen Van Lam was sentenced to seven years in prison and three years of probation.",
        (("Lam", "sentenced", 84.0),),
    ),
    (
        "U Htein Maw, Daw Khin Thida and Ko Zaw Lin were released from Insay Prison on January 4.",
        (("Maw", "freed", None), ("Thida", "freed", None), ("Lin", "freed", None)),
    ),
    (
        "Police arrested Ko Zaw Lin at his home in Yandar.",
        (("Lin", "detained", None),),
    ),
    (
        "Ahmed bin Khalid al-Otari, a cleric, was convicted of insulting the ruler and given 15 years.",
        (("Otari", "convicted", None), ("Otari", "sentenced", 180.0)),
    ),
    (
        "Guatemalan journalist José Rubio Marroquin was released to house arrest on Friday night.",
        (("Marroquin", "freed", None),),
    ),
    (
        "Her brother, Anton Fesk, is serving a nine-year sentence.",
        (("Fesk", "sentenced", 108.0),),
    ),
    (
        "The activist's wife, Olga Brandt, was arrested too.",
        (("Brandt", "detained", None),),
    ),
    (
        "Dina Fesk's husband was arrested in March. He, Anton Fesk, denies the charges.",
        (),
    ),
    (
        "Authorities released Dina Fesk without charge after 48 hours.",
        (("Fesk", "freed", None),),
    ),
    (
        "Dina Fesk walked out of prison on Monday.",
        (("Fesk", "freed", None),),
    ),
    (
        "Dina Fesk was acquitted by the Supreme Court.",
        (("Fesk", "other", None),),
    ),
    (
        "An appeals court reduced Dina Fesk's sentence from five to three years.",
        (("Fesk", "sentenced", 36.0),),
    ),
    (
        "A military court handed down a life sentence to former general Amos Terrel.",
        (("Terrel", "sentenced", 9999.0),),
    ),
    (
        "Amos Terrel was given a suspended two-year sentence.",
        (("Terrel", "sentenced", 24.0),),
    ),
    (
        "Amos Terrel was fined and banned from travelling.",
        (("Terrel", "other", None),),
    ),
    (
        "Amos Terrel has been held incommunicado for 18 months.",
        (("Terrel", "no_contact", 18.0),),
    ),
    (
        "Amos Terrel is being held in solitary confinement.",
        (("Terrel", "held", None),),
    ),
    (
        "There has been no word from Amos Terrel for more than a year.",
        (("Terrel", "no_contact", 12.0),),
    ),
    (
        "Amos Terrel, who suffers from cancer, has been refused medical treatment in prison.",
        (("Terrel", "ill", None), ("Terrel", "denied_care", None)),
    ),
    (
        "Amos Terrel went into hiding after a warrant was issued for his arrest.",
        (("Terrel", "at_large", None),),
    ),
    (
        "Amos Terrel fled to Norland in 2021.",
        (("Terrel", "in_exile", None),),
    ),
    (
        "Former mayor Elsa Quint, who lives in exile in Norland, was put on the wanted list.",
        (("Quint", "in_exile", None), ("Quint", "at_large", None)),
    ),
    (
        "Elsa Quint was denied parole.",
        (("Quint", "not_freed", None),),
    ),
    (
        "A judge refused to release Elsa Quint on bail.",
        (("Quint", "not_freed", None),),
    ),
    (
        "Elsa Quint will be freed next month, the justice minister said.",
        (("Quint", "freed", None),),
    ),
    (
        "Elsa Quint was not among those released.",
        (("Quint", "not_freed", None),),
    ),
    (
        "Police took Elsa Quint into custody on Thursday.",
        (("Quint", "detained", None),),
    ),
    (
        "Elsa Quint was picked up by security agents on her way home.",
        (("Quint", "detained", None),),
    ),
    (
        "Elsa Quint was taken away by plainclothes officers.",
        (("Quint", "detained", None),),
    ),
    (
        "Elsa Quint has been behind bars since 2019.",
        (("Quint", "held", None),),
    ),
    (
        "Elsa Quint faces up to 15 years in prison if convicted.",
        (),
    ),
    (
        "Elsa Quint went on trial on Monday on charges of terrorism.",
        (("Quint", "charged", None),),
    ),
    (
        "Elsa Quint pleaded not guilty.",
        (),
    ),
    (
        "Elsa Quint was found guilty of spreading false news and jailed for four years.",
        (("Quint", "convicted", None), ("Quint", "sentenced", 48.0)),
    ),
    (
        "Elsa Quint was jailed for four years for spreading false news.",
        (("Quint", "sentenced", 48.0),),
    ),
    (
        "Elsa Quint got eight years.",
        (("Quint", "sentenced", 96.0),),
    ),
    (
        "Spokesman Ivo Hald said the detained activist Elsa Quint was in good health.",
        (("Quint", "held", None),),
    ),
    (
        "Minister of Justice Ivo Hald announced the release of 12 prisoners.",
        (),
    ),
    (
        "Analyst Ivo Hald says the arrests will go on.",
        (),
    ),
    (
        "Mila Voss, the ousted leader, was moved from prison to house arrest.",
        (("Voss", "held", None),),
    ),
    (
        "The ousted president, Torvald Renning, has been detained at his residence since the coup on 4 July 2021.",
        (("Renning", "held", None),),
    ),
    (
        "The editor, Anna Marsh, remains in custody. She was arrested on May 3 and has not seen a lawyer.",
        (("Marsh", "held", None), ("Marsh", "detained", None)),
    ),
    (
        "Marsh, who was detained last year, was released on Tuesday without explanation.",
        (),
    ),
    (
        "Political prisoner Artur Venk's prison term was extended by one year.",
        (("Venk", "held", None), ("Venk", "sentenced", 12.0)),
    ),
    (
        "Artur Venk was sentenced to 15 days of administrative arrest.",
        (("Venk", "sentenced", 0.5),),
    ),
    (
        "The Nobel laureate Artur Venk has been nominated again.",
        (),
    ),
    (
        "Artur Venk was kidnapped by unknown armed men.",
        (("Venk", "detained", None),),
    ),
    (
        "Artur Venk's release was announced by the foreign ministry.",
        (("Venk", "freed", None),),
    ),
    (
        "The arrest of journalist Artur Venk caused an outcry.",
        (("Venk", "detained", None),),
    ),
    (
        "The UN has called for the immediate release of Artur Venk.",
        (("Venk", "held", None),),
    ),
    (
        "Artur Venk was hospitalized after collapsing in his cell.",
        (("Venk", "ill", None),),
    ),
    (
        "Charges against Artur Venk were dropped.",
        (("Venk", "other", None),),
    ),
    (
        "Artur Venk's conviction was overturned on appeal.",
        (("Venk", "other", None),),
    ),
    (
        "Among those freed are Lia Torr, a poet; Emil Sandor, an engineer; and the brothers Rui and Tomé Alva.",
        (("Torr", "freed", None), ("Sand", "freed", None), ("Alva", "freed", None)),
    ),
    (
        "Those released include: Lia Torr, Emil Sandor, Nora Vik.",
        (("Torr", "freed", None), ("Sand", "freed", None), ("Vik", "freed", None)),
    ),
    (
        "Lia Torr, 34, a mother of two, completed her three-year sentence and was released on 8 May.",
        (("Torr", "freed", None), ("Torr", "sentenced", 36.0)),
    ),
    (
        "Sukarto was arrested in 1998 and held without trial for two years.",
        (("Sukarto", "detained", None), ("Sukarto", "held", 24.0)),
    ),
    (
        "Dr. J. P. Okello was taken from his clinic by soldiers.",
        (("Okello", "detained", None),),
    ),
    (
        "Zhang Weimin, a rights lawyer, has been missing since July 2019.",
        (("Weimin", "no_contact", None),),
    ),
    (
        "Zhang Weimin was beaten to death in a police station.",
        (("Weimin", "died", None),),
    ),
    (
        "Zhang Weimin was barred from leaving the country.",
        (("Weimin", "other", None),),
    ),
    (
        "Zhang Weimin was extradited to Verdania, where he was immediately arrested.",
        (("Weimin", "expelled", None), ("Weimin", "detained", None)),
    ),
    ("Lawyer Nadia bin Karam was among the 14 freed on Tuesday.", (("Karam", "freed", None),)),
    ("Editor Ruslan Teptin was among those arrested at the rally.", (("Teptin", "detained", None),)),
    ("Daw Khin Sandi was granted bail on 3 May 2024.", (("Sandi", "freed", None),)),
    ("A judge denied bail to reporter Amara Vasht.", (("Vasht", "not_freed", None),)),
    ("Lena Korsak regained her freedom on 5 May 2024.", (("Korsak", "freed", None),)),
    ("Lena Korsak had her detention extended by two months on Friday.", (("Korsak", "held", 2.0),)),
    ("Kassym Torr's pre-trial arrest has been extended to 30 October.", (("Torr", "held", None),)),
    ("The experts found that the deprivation of liberty of Hassan Mirzad is arbitrary.", (("Mirzad", "held", None),)),
    ("Vu Thi Lan is now in her third year of imprisonment.", (("Lan", "held", None),)),
    ("Nobody has heard from Erkin Sabir since 2 April 2024.", (("Sabir", "no_contact", None),)),
    ("Prison officials refused to let Sabina Torr see a doctor.", (("Torr", "denied_care", None),)),
    ("The poet Abdalla Kerim passed away in Tarim prison.", (("Kerim", "died", None),)),
    ("Artur Korsak was killed in police custody in 2023.", (("Korsak", "died", None),)),
    ("Ines Caldero has joined the hunger strike.", (("Caldero", "other", None),)),
    ("A military tribunal gave Asad Mehran a death sentence.", (("Mehran", "sentenced", None),)),
    ("He faces a sentence of three to 15 years.", ()),
    (
        "Anna Bell, Ed Moss and Rosa Lund were let out of jail on Friday.",
        (("Bell", "freed", None), ("Moss", "freed", None), ("Lund", "freed", None)),
    ),
    (
        "Freed on Saturday: Igor Lapin, Olga Retch and Pavel Torr.",
        (("Lapin", "freed", None), ("Retch", "freed", None), ("Torr", "freed", None)),
    ),
)


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES, ids=[sentence[:40] for sentence, _ in SENTENCES])
def test_a_construction_tells_exactly_what_it_says(
    sentence: str,
    expected: tuple[tuple[str, str, float | None], ...],
    read: Callable[..., list[StatusClaim]],
) -> None:
    found = read(CONTEXT + sentence, published=date(2024, 9, 20))
    told = sorted((claim.status, claim.term_months or 0.0) for claim in found)
    assert told == sorted((status, term or 0.0) for _, status, term in expected)
    for name, status, _ in expected:
        assert any(name.casefold() in claim.person.casefold() for claim in found if claim.status == status)
    assert all((CONTEXT + sentence)[claim.start : claim.start + len(claim.quote)] == claim.quote for claim in found)
