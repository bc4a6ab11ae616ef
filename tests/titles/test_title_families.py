"""Titles of families that resemble each other are told apart, in any language."""

import polars as pl
import pytest

from pipelines.titles.rules import RoleRules
from warehouse.settings import ROOT

TAXONOMIES = ROOT / "data" / "taxonomies"
RULES = RoleRules(pl.read_csv(TAXONOMIES / "role_titles.csv"), pl.read_csv(TAXONOMIES / "title_words.csv"))


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("AI Test Engineer", "software_engineer"),
        ("Test Engineer - Generative AI", "software_engineer"),
        ("Hardware Test Engineer", "other"),
        ("Automation Engineer (LLM)", "ai_engineer"),
        ("AI Process Automation Engineer", "ai_engineer"),
        ("Automation Engineer", "other"),
        ("AI Forward Deployed Engineer", "ai_engineer"),
        ("UX/UI Trainee", "ux_designer"),
        ("UI Developer", "software_engineer"),
        ("Service Engineer, Data Centres", "other"),
        ("Technicien de maintenance - centres de données", "other"),
        ("Fachinformatikerin Anwendungsentwicklung", "software_engineer"),
        ("Doctorante en apprentissage profond", "ml_research_scientist"),
        ("Forscher, Weltmodelle (World Models)", "ml_research_scientist"),
        ("Analista de segurança da informação", "other"),
        ("Analista de la seguridad de la información", "other"),
        ("Econome / Data Engineer", "other"),
        ("Conceptrice de produits", "ux_designer"),
        ("Продукт-менеджер, мобильные платежи", "ml_product_manager"),
        ("Исследователь в сфере ИИ", "ml_research_scientist"),
        ("Специалист техподдержки (Python-разработчик)", "other"),
        ("Desarrolladora de redes", "other"),
        ("Datalingvist", "computational_linguist"),
        ("Insinyur Pengolahan Citra", "computer_vision_specialist"),
        ("開発エンジニア（ETL）", "data_engineer"),
        ("開発エンジニア（機械学習）", "machine_learning_engineer"),
        ("【AI戦略部】バックエンドエンジニア", "software_engineer"),
        ("Praktikantin KI-Entwicklung", "ai_engineer"),
        ("챗봇 엔지니어", "ai_engineer"),
        ("推薦システム エンジニア", "machine_learning_engineer"),
        ("Gestora de dados", "other"),
        ("데이터 거버넌스 대리", "other"),
    ],
)
def test_a_title_is_told_from_its_neighbours(title, role):
    assert RULES.decide(title).role_id == role


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Lärare i kemi", "unspecified"),
        ("Systemutvecklare I", "junior"),
        ("data analyst i", "junior"),
        ("Sous Chef", "unspecified"),
        ("Sales Partner", "unspecified"),
        ("Principal Investigator, Virology", "unspecified"),
        ("Principal Data Engineer", "principal"),
        ("Staff Nurse", "unspecified"),
        ("Staff Data Engineer", "staff"),
        ("Master Data Manager", "unspecified"),
        ("Manajer Klien", "unspecified"),
        ("Gerente de oficina", "unspecified"),
        ("Lagerchef", "manager"),
        ("백엔드 개발자 (5년 이상)", "unspecified"),
        ("Asisten Direktur", "unspecified"),
        ("【CEO室】インフラエンジニア", "unspecified"),
        ("Product Manager, Azure Systems Manager", "unspecified"),
    ],
)
def test_a_word_within_a_name_is_no_level(title, level):
    assert RULES.decide(title).seniority == level
