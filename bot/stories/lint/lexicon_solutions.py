"""The words for how instead of what: technologies, screen elements, and the people who only build or examine."""

from __future__ import annotations


def _phrases(text: str) -> str:
    """One alternation from phrases between commas; each may hold regular expressions, in small letters."""
    return "|".join(" ".join(phrase.split()) for phrase in text.split(",") if phrase.strip())


# Roles that build the system that a story is about.
BUILDERS = _phrases(
    r"""
    (?:[\w-]+ )*(?:developer|programmer|coder|data scientist)s?,
    (?:software|machine learning|ml|ai|data|devops|platform|backend|frontend) engineers?,
    (?:front-end|back-end|algorithm|deep learning|nlp|automation|reliability|release|build|model) engineers?,
    computer vision engineers?, engineers?, data (?:annotator|engineer|curator|labeler)s?,
    (?:software|solution|system|data|enterprise|technical) architects?,
    (?:ux|ui|visual|product|interaction|web|algorithm|interface)[ -]?designers?, designers?,
    (?:software|system|solution|application)s? designers?, technologists?, database administrators?, dbas?,
    devops, sres?,
    (?:dev|development|engineering) team(?: member)?s?
    """
)

# Roles that examine it; what they want for their own work is as good a wish as anybody's.
EXAMINERS = _phrases(
    r"""
    (?:[\w-]+ )*(?:tester|researcher|data analyst)s?, (?:qa|test|quality assurance|research) engineers?,
    data collectors?, qa(?: specialist| analyst| lead)?, quality assurance (?:specialist|analyst|tester|lead),
    (?:computer|ai|research|ml) scientists?, (?:business |systems? |requirements )?analysts?
    """
)

# What is being built, named as if it were a person.
SYSTEM_ROLES = _phrases(
    r"""
    (?:the )?(?:(?!of\b)[\w-]+ )*(?:system|application|app|software|web ?site|database|back-?end|front-?end|api
    |algorithm|model|chat ?bot|bot|robot)
    """
)

# Names that are everyday words in small letters.
PROPER_TECHNOLOGIES = "React|Flask|Spark|Swift|Rust|Spring|Go|Ember|Svelte"

# A kind of software or method, named where the need behind it should stand. File formats are no such thing: people
# have files.
TECHNOLOGIES = _phrases(
    r"""
    angular(?:js)?, ansible, apache \w+, asp\.net, aws, azure, bert, bootstrap, cassandra, cobol, css, django, docker,
    drupal, dynamodb, elastic ?search, firebase, flask, flutter, gcp, gpt(?:-?\d\w*)?, graphql, grpc, hadoop, hibernate,
    hyperledger, java, java ?script, jenkins, jquery, kafka, keras, kotlin, kubernetes, lambda, laravel, langchain,
    lucene, mariadb, memcached, microservices?, mongo ?db, mqtt, mysql, \.net, next\.?js, nginx, node\.?js, no-?sql,
    numpy, oauth\d?, opencv, php, postgres(?:ql)?, power bi, python, pytorch, rabbitmq, react\.?js, redis, redux,
    ruby on rails, ruby, scikit-learn, solr, spring boot, sqlite, sql, tableau, tailwind, tensor ?flow, terraform,
    ajax, batch jobs?, block ?chain, chat ?gpt, cron ?jobs?, (?:excel )?macros?, i-?frames?, ldap, saml, s?ftp,
    rest(?:ful)?[- ]apis?, soap apis?, stored procedures?, xslt, typescript, vue(?:\.?js)?, web ?sockets?, webpack,
    wikidata, word ?press, xgboost, yolo(?:v\d)?,
    auto-?encoders?, bag[- ]of[- ]words, bayes(?:ian)? (?:classifiers?|networks?), c4\.5, cnns?, convolutional,
    collaborative filtering, decision trees?, deep (?:learning|neural networks?|reinforcement learning),
    dnns?(?:-based)?, ensemble (?:learning|methods?|models?), feature (?:extraction|selection|engineering),
    federated learning, fine-tuning, fuzzy \w+, gans?, generative adversarial, genetic algorithms?, gradient boosting,
    graph neural networks?, hidden markov, hyper-?parameters?, k-?means, k-?medoids, k-?nn, k-?nearest, knn,
    large language models?, llms?, linear regression, logistic regression, lstms?, mlp, naive bayes,
    natural language processing, nlp, neural networks?, pca, principal component analysis, random forests?,
    recurrent neural, reinforcement learning, resnet, rnns?, self-supervised, semi-supervised,
    supervised learning, support vector machines?, svms?, tf-?idf, topic model(?:s|ing), transfer learning,
    transformer(?:s| models?|-based), unsupervised, u-net, word2vec, word embeddings?,
    clustering (?:algorithms?|techniques?|models?), classification (?:algorithms?|models?)
    """
)

# The inside of a system. Who asks for it builds or examines that system.
INNARDS = _phrases(
    r"""
    algorithms?, (?:the|our|an?) (?:[\w-]+ )?(?:[\w-]+ )?(?:[\w-]+ )?model, classifiers?, frameworks?, architectures?,
    machine[- ]learning, ml, (?:domain|learning|prediction|predictive|language|data|classification|detection) models?,
    neural, training (?:data|process|sets?), code ?base, indexe[sd], index (?:to|on),
    middleware, build pipelines?, ci(?:/cd)? pipelines?, monoliths?, technical debt, legacy code,
    (?:unit|regression|load|integration|smoke|stress|end-to-end) tests?, fix (?:the |an? )?bugs?,
    document the (?:api|code|system)
    """
)

# How something inside is made, as opposed to what it should do.
CONSTRUCTION = _phrases(
    r"""
    architectures?, training, (?:paired|unpaired|hybrid|labelled|labeled|annotated) data(?:sets?)?, encoders?,
    embeddings?, pre-?processing, database indexe[sd], cach(?:e|es|ed|ing), schemas?, middleware, refactoring
    """
)

# What people who examine a system look at; on other lips these are everyday words.
EXAMINED = _phrases(
    r"""
    (?:performance|accuracy|precision|effectiveness|efficiency|influence|impact|possibilit(?:y|ies)|potential) of,
    models?, methods?, techniques?, approach(?:es)?, systems?, ai, detection, classification, clustering,
    regression, prediction, predictive, annotations?, annotated, pipelines?, search ranking
    """
)

# Parts of a screen: how it is done, not what for.
SCREEN = _phrases(
    r"""
    (?:\w+ )?buttons?, check ?box(?:es)?, combo ?box(?:es)?, drop-?downs?(?: (?:list|menu|box)(?:es|s)?)?, pop-?ups?,
    modal(?: (?:dialog|window))?s?, radio ?buttons?, tool ?tips?, text ?(?:box(?:es)?|fields?|areas?), side ?bars?,
    nav(?:igation)? ?bars?, scroll ?bars?, hamburger menu, accordions?, carousels?, bread ?crumbs?, splash screen,
    spinners?, toggle switch(?:es)?, date ?pickers?, sliders?, dialog(?:ue)? (?:box|window)(?:es|s)?,
    progress bars?, search bars?, hyperlinks?, (?:new|separate) tabs?
    """
)
