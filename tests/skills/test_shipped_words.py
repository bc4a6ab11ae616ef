"""The shipped words of skills and needs: members of kinds of which others were once read wrong."""

import pytest

from tests.skills.shared_cases import skills_of


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Embedded C ++ and C # at work", {"cpp", "csharp"}),
        ("We write F # or Python", {"fsharp", "python"}),
        ("Price C #1 beats plan B", set()),
        ("Rest assured: Python helps.", {"python"}),
        ("Aider les équipes avec Python", {"python"}),
        ("Análisis Temporal con Python", {"python"}),
        ("Pipette 20 ML of buffer", set()),
        ("A team of 20 ML engineers", {"machine_learning"}),
        ("Our depot in Aurora, OH ships Python books", {"python"}),
        ("Audience segmentation with Python", {"customer_analytics", "python"}),
        ("Detection and segmentation of cells", {"image_segmentation"}),
        ("Translation of requirements into SQL", {"sql"}),
        ("We trace with strace and SystemTap, and test with mabl", {"strace", "systemtap", "mabl"}),
        ("An AWS Premier Consulting Partner, we write Python", {"python"}),
        ("The VCS of our friends backed us", set()),
        ("Performance tuning and optimization of SQL", {"performance_optimization", "sql"}),
        ("Saber lidar com prazos e Python", {"python"}),
        ("Lidar mapping with Python", {"sensor_fusion", "python"}),
        ("Du führst die Arbeit unseres Teams in Python", {"python"}),
        ("Matrices de riesgo en Python", {"python"}),
        ("Emissão de NFS-e com Python", {"python"}),
        ("The metropolitan statistical area; we write Python", {"python"}),
        ("Overseas deployment of troops", set()),
        ("Oil pipelines drawn in C++", {"cpp"}),
        ("Orchestration of violins; scores in Python", {"python"}),
        ("Allocate budgets and resource allocation in SQL", {"sql"}),
        ("Multimodal fusion in Python", {"python"}),
        ("The Azure Cloud check comes after the Microsoft Cloud Background Check", {"microsoft_azure"}),
        ("A GTM lead who writes SQL", {"sql"}),
        ("Uncover patterns in sales with SQL", {"data_analysis", "sql"}),
        ("Models in Torch and Flux", {"pytorch"}),
        ("Uptime of the pumps, told in Python", {"python"}),
        ("Our data privacy policy applies; we write Python", {"python"}),
        ("CICD pipelines in Jenkins", {"ci_cd", "jenkins"}),
    ],
)
def test_a_word_of_another_trade_is_no_skill(text, skills):
    assert set(skills_of(text)) == skills


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Our customers include Notion, Slack and Figma.", set()),
        ("Trusted by companies such as Stripe and Dropbox; Python is our tool.", {"python"}),
        ("Unternehmen wie Adobe und Slack vertrauen uns.", set()),
        ("Clients like Adobe rely on us, and we rely on Snowflake.", {"snowflake"}),
        ("Reports backed by Python and SQL", {"python", "sql"}),
        ("Tools such as Slack and Figma", {"slack", "figma"}),
    ],
)
def test_names_in_a_list_of_firms_are_no_tools(text, skills):
    assert set(skills_of(text)) == skills


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Our Business Intelligence team sits on floor 3 and uses SQL.", {"sql"}),
        ("Partner with finance, legal and product management to plan the Python work", {"python"}),
        ("Sales, DevOps and marketing teams read our SQL reports", {"sql"}),
        ("Work closely with the data engineering squad", set()),
        ("You build marketing and finance reports in SQL", {"finance", "marketing", "sql"}),
        ("You report to the Head of Data Science and use SQL", {"sql"}),
        ("Requirements:\n- Ability to advise our Director of Marketing on SQL", {"sql"}),
        ("Work closely with Python and SQL", {"python", "sql"}),
        ("Partner with engineers to bring data science to the clinic", {"data_science"}),
        ("Requirements:\n- Years of work in data engineering teams", {"data_engineering"}),
    ],
)
def test_a_department_is_no_skill_unless_the_text_asks_for_it(text, skills):
    assert set(skills_of(text)) == skills


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Benefits:\n- Flexibility and private health care\n- Mentoring\n- Python courses", {"python"}),
        ("Requirements:\n- Mentoring and flexibility", {"mentoring", "adaptability"}),
    ],
)
def test_what_an_employer_offers_is_no_skill_but_for_tools(text, skills):
    assert set(skills_of(text)) == skills


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Nice to have:\n- Python\n\nAcme uses AI tools in its recruiting processes.", {"python"}),
        ("During our hiring process we do not allow ChatGPT or other LLMs.", set()),
        ("Requirements:\n- AI\nThe interview process has two steps.", {"artificial_intelligence"}),
        ("Wir nutzen KI im Bewerbungsprozess, Python im Alltag.", {"python"}),
        ("In the interview process you write Python.", {"python"}),
        ("You must have machine learning experience in candidate screening.", {"machine_learning"}),
        ("Sie brauchen Erfahrung mit Deep Learning für unser Bewerbungsverfahren.", {"deep_learning"}),
        ("3 years of computer vision; send us your application today", {"computer_vision"}),
    ],
)
def test_machine_learning_that_serves_the_choice_of_people_is_no_skill(text, skills):
    assert set(skills_of(text)) == skills


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("We believe that innovation and creativity change lives.", set()),
        ("Requirements:\n- Creativity", {"creativity"}),
        ("You bring curiosity: a must", {"continuous_learning"}),
        ("An ability to work in a fast-paced environment", {"adaptability"}),
        ("Good customer experience matters to us.", set()),
    ],
)
def test_a_word_of_slogans_is_a_skill_only_where_it_is_asked(text, skills):
    assert set(skills_of(text)) == skills


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        (
            "Requirements:\n- Scala (Spark a plus), Java",
            {"scala": "required", "apache_spark": "preferred", "java": "required"},
        ),
        (
            "Must have: SQL (ideally with Snowflake), Python",
            {"sql": "required", "snowflake": "preferred", "python": "required"},
        ),
        ("Tableau (preferred)", {"tableau": "preferred"}),
        ("We don't use Scala or Hadoop; SQL is our language.", {"sql": "context"}),
        ("This is not a Java job; SQL is required.", {"sql": "required"}),
        ("You don't need to know Tableau.", {}),
        ("You need not know Scala.", {}),
        ("Kafka is not a must.", {}),
        ("Tableau ist kein Muss.", {}),
        ("Kafka is geen vereiste.", {}),
        ("Scala n'est pas exigé.", {}),
        ("Kafka und Scala sind nicht zwingend erforderlich.", {}),
        (
            "Kafka et Scala sont exigés, Tableau est un atout.",
            {"apache_kafka": "required", "scala": "required", "tableau": "preferred"},
        ),
        (
            "Kafka ist erforderlich, Tableau ist wünschenswert.",
            {"apache_kafka": "required", "tableau": "preferred"},
        ),
        (
            "Requirements:\nKafka and Scala, Master's degree",
            {"apache_kafka": "required", "scala": "required"},
        ),
        ("Requirements:\nDegree in Physics with Kafka", {"apache_kafka": "required", "physics": "context"}),
        ("Solid Scala and SQL skills", {"scala": "required", "sql": "required"}),
        ("Fundierte Spark-Kenntnisse", {"apache_spark": "required"}),
        ("A great evening for Python people", {"python": "context"}),
    ],
)
def test_a_need_reaches_what_it_is_said_of(text, needs):
    assert skills_of(text) == needs


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        (
            "Знание SQL, опыт машинного обучения и анализа данных",
            {"sql", "machine_learning", "data_analysis"},
        ),
        ("Робота з базами даних і сховищами даних", {"databases"}),
        ("Сводные таблицы, ВПР, опыт с BI-системами", {"microsoft_excel", "business_intelligence"}),
        ("Kenntnisse in Lohnabrechnung, Kostenrechnung und Videoschnitt", {"human_resources", "accounting"}),
        (
            "Gestión de costos, reportería y datos en la nube",
            {"budget_management", "reporting", "cloud_computing"},
        ),
        ("Mapeamento de processos, controladoria e folha de pagamento", {"accounting", "human_resources"}),
        (
            "Environnements infonuagiques et intelligence d'affaires",
            {"cloud_computing", "business_intelligence"},
        ),
        ("Dimensioneel modelleren en geautomatiseerd testen", {"data_modeling", "test_automation"}),
        ("Scale the backend and automate its deployment", {"back_end_development", "software_deployment"}),
        ("Workflows in n8n, Make oder Zapier", {"n8n", "make_com", "zapier"}),
        ("Make our workflows in n8n better", {"n8n"}),
        ("Panel data of Nielsen, Kantar and Mintel", {"nielsen", "kantar", "mintel"}),
    ],
)
def test_skills_have_their_names_in_each_language(text, skills):
    assert skills <= set(skills_of(text))


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("Networks with AWS Transit Gateway and PrivateLink", "aws_transit_gateway"),
        ("Cubes in Azure Analysis Services", "azure_analysis_services"),
        ("Queues by Google Cloud Tasks", "google_cloud_platform"),
        ("Agents built on OpenClaw", "openclaw"),
        ("Chunking strategies and reranking", "retrieval_augmented_generation"),
        ("Master data in Reltio", "reltio"),
        ("Alerts by SCOM", "system_center_operations_manager"),
        ("Holder of CCSP and GCIH", "cybersecurity"),
        ("BPDUs, HSRP and VRRP on switches", "computer_networking"),
        ("Stubs with NSubstitute", "unit_testing"),
        ("Tables in Vuetify", "javascript"),
        ("Policies by behaviour cloning", "robotics"),
        ("Wilcoxon and Kruskal-Wallis tests", "statistics"),
        ("Moves posted in SAP EWM", "sap"),
        ("Flows in OmniStudio and Vlocity", "salesforce"),
        ("Window functions and subqueries", "sql"),
        ("Bus logs from CANoe", "canoe"),
    ],
)
def test_a_name_of_a_whole_kind_is_spelt(text, skill):
    assert skill in skills_of(text)
