"""Which of several columns is the temperature of the air outdoors, as it was measured.

Every kind is the header of a small file as people have them, and some of its variations; the star
marks the column that must be taken. The others hold something else, and must be named as well.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rnnviz.series.read import read_series
from rnnviz.series.types import SeriesReading

HOURS = 96
STAMPS = pd.date_range("2024-03-01", periods=HOURS, freq="h")
CELSIUS = np.round(8 + 5 * np.sin((np.arange(HOURS) - 9) * 2 * np.pi / 24), 1)

HEADERS = {
    # A fragment inside a word is not the word.
    "air": [
        "dl2_MastTemperature,*Air temperature",
        "Laundry Temp (C),*Outside Temp (C)",
        "temperature_120m (°C),*temperature_2m (°C)",
        "Stairs Temp,Chair Temp,*Outdoor Temp",
        "Extruder Temp,*Ambient Temp",
        "Second Floor Temp,*Temp Out",
        "Mouth Temp,South Temp,*AirTemp",
        "Foundry Temp,Next Temp,*airtemp",
        "temp_2_Mast,*temp_2m",
        "Temp 12m,Temp 22 m,*Temp 2.0 m",
        "Scout temperature,*ExternalTemperature",
        "Hallway Temp,*Shelter Temp",
        "Staircase_T °C,*T_air °C",
        "Estación segunda temperatura,*temperatura seca exterior",
    ],
    # Nothing but the place.
    "places alone": [
        "Inne,*Ute",
        "Inde,*Ude",
        "Innomhus,*Utomhus",
        "Drinnen,*Draußen",
        "*außen,innen",
        "Intérieur,*Extérieur",
        "dedans,*dehors",
        "*Ulko,Sisä",
        "Sisällä,*Ulkona",
        "Binnen,*Buiten",
        "Dentro,*Fuera",
        "Interno,*Esterno",
        "Wewnątrz,*Na zewnątrz",
        "Uvnitř,*Venku",
        "Trong,*Ngoài",
        "Дом,*Улица",
        "室内,*室外",
        "Kitchen,Attic,*Outside",
    ],
    # Indoors, in many languages.
    "outdoors": [
        "Nhiệt độ trong nhà,*Nhiệt độ ngoài trời",
        "室内温度,*室外温度",
        "Nhiệt độ phòng khách,*Nhiệt độ không khí",
        "Nhiệt độ phòng ngủ,*Nhiệt độ bên ngoài",
        "Nhiet do trong nha,*Nhiet do ngoai troi",
        "客厅温度,卧室温度,*户外温度",
        "室內溫度,*戶外溫度",
        "屋内の温度,*屋外の温度",
        "실내 온도,*실외 온도",
        "Zimmertemperatur,Innentemperatur,*Außentemperatur",
        "Temp Küche,Temp Wohnzimmer,*Temp aussen",
        "Température intérieure,*Température extérieure",
        "Température salon,*Température dehors",
        "Temperatura interior,*Temperatura exterior",
        "Temperatura interna,*Temperatura externa",
        "Temperatura interna,*Temperatura esterna",
        "Temperatura stanza,*Temperatura fuori",
        "Binnentemperatuur,*Buitentemperatuur",
        "Temperatur inne,*Temperatur ute",
        "Temperatur inde,*Temperatur ude",
        "Sisälämpötila,*Ulkolämpötila",
        "Temperatura wewnętrzna,*Temperatura zewnętrzna",
        "Vnitřní teplota,*Venkovní teplota",
        "Belső hőmérséklet,*Külső hőmérséklet",
        "Температура в комнате,*Температура на улице",
        "Внутренняя температура,*Наружная температура",
        "Εσωτερική θερμοκρασία,*Εξωτερική θερμοκρασία",
        "İç sıcaklık,*Dış sıcaklık",
        "อุณหภูมิภายใน,*อุณหภูมิภายนอก",
        "Suhu dalam,*Suhu luar",
        "Suhu ruangan,*Suhu udara",
        "Temperatura interioară,*Temperatura exterioară",
        "Temp In,*Temp Out",
    ],
    # Wished for, not measured.
    "measured": [
        "Set Temp (C),*Room Temp (C)",
        "Desired Temperature,*Current Temperature",
        "Target temp,*temp",
        "Solltemperatur,*Isttemperatur",
        "Temp Soll,*Temp Ist",
        "T_set,*T_room",
        "SetTemp,*ActualTemp",
        "temperature_setpoint,*temperature",
        "Température de consigne,*Température",
        "Nhiệt độ cài đặt,*Nhiệt độ phòng",
        "设定温度,*室内温度",
        "Temperature Set Point (C),*Temperature (C)",
    ],
}


def read(header: str, others: list[np.ndarray]) -> tuple[SeriesReading, str, list[str]]:
    """The file, and which of its columns must be taken and which be named."""
    names = header.split(",")
    rest = iter(others)
    columns = {name.lstrip("*"): CELSIUS if name[0] == "*" else next(rest) for name in names}
    frame = pd.DataFrame({"time": STAMPS, **columns})
    (taken,) = (name[1:] for name in names if name[0] == "*")
    reading = read_series(frame.to_csv(index=False).encode(), "file.csv")
    return reading, taken, [name for name in names if name[0] != "*"]


def assert_taken(reading: SeriesReading, taken: str, others: list[str]) -> None:
    assert reading.temperature_column == taken
    np.testing.assert_allclose(reading.series.values, CELSIUS, atol=0.01)
    assert set(others) <= set(reading.temperature_columns)
    (found,) = [each for each in reading.findings if each.code == "more_temperatures"]
    assert set(found.params["others"]) == set(others)


@pytest.mark.parametrize("header", [header for kind in HEADERS.values() for header in kind])
def test_of_several_temperatures_that_of_the_air_is_taken(header):
    others = [18 + k + CELSIUS / 4 for k in range(3)]
    assert_taken(*read(header, others))


LEVELS = [
    [21, 17],  # a thermostat by day and by night
    [21.5, 19, 15.5],
    [22, 22, 22, 17],
    [70 / 2.9, 60 / 2.9],
    [24, 18, 24, 27],
]


@pytest.mark.parametrize("header", ["Heating Temp,*Room Temp", "Temp 1,*Temp 2", "Temp A,*Temp B"])
@pytest.mark.parametrize("levels", LEVELS, ids=str)
def test_what_jumps_between_a_few_levels_is_a_setting(header, levels):
    assert_taken(*read(header, [np.repeat(np.resize(levels, HOURS // 6), 6).round(1)]))


@pytest.mark.parametrize("rows", [6, 12])
def test_whole_degrees_that_stay_for_hours_are_no_setting(rows):
    coarse = np.round(np.linspace(7, 9, HOURS // rows).repeat(rows))
    reading, _, _ = read("Air Temp,*Soil Temp", [coarse])
    assert reading.temperature_column == "Air Temp"
