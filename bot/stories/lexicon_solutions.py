"""The words for how instead of what: technologies, screen elements, and the people who only build or examine."""

from __future__ import annotations


def _phrases(text: str) -> str:
    """One alternation from phrases between commas; each may hold regular expressions, in small letters."""
    return "|".join(" ".join(phrase.split()) for phrase in text.split(",") if phrase.strip())


# Roles that only make or examine the system that a story is about.
MAKERS = _phrases(
    r"""
    (?:[\w-]+ )*(?:developer|programmer|coder|tester|researcher|data scientist|data analyst)s?,
    (?:software|machine learning|ml|ai|data|devops|qa|test|quality assurance|platform|backend|frontend) engineers?,
    (?:front-end|back-end|algorithm|deep learning|nlp|automation|reliability|release|build|research|model) engineers?,
    computer vision engineers?, engineers?,
    data (?:collector|annotator|engineer|curator|labeler)s?, qa(?: specialist| analyst| lead)?,
    quality assurance (?:specialist|analyst|tester|lead),
    (?:software|solution|system|data|enterprise|technical) architects?,
    (?:ux|ui|visual|product|interaction|web|algorithm|interface)[ -]?designers?, designers?,
    (?:computer|ai|research|ml) scientists?, (?:business |systems? |requirements )?analysts?,
    (?:dev|development|engineering|project|scrum|broker|product) team(?: member)?s?, team members?, scrum masters?,
    database administrators?, dbas?, devops, sres?
    """
)

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
    typescript, vue(?:\.?js)?, web ?sockets?, webpack, wikidata, word ?press, xgboost, yolo(?:v\d)?,
    auto-?encoders?, bag[- ]of[- ]words, bayes(?:ian)? (?:classifiers?|networks?), c4\.5, cnns?, convolutional,
    collaborative filtering, decision trees?, deep (?:learning|neural networks?|reinforcement learning),
    dnns?(?:-based)?, ensemble (?:learning|methods?|models?), feature (?:extraction|selection|engineering),
    federated learning, fine-tuning, fuzzy \w+, gans?, generative adversarial, genetic algorithms?, gradient boosting,
    graph neural networks?, hidden markov, hyper-?parameters?, k-?means, k-?medoids, k-?nn, k-?nearest, knn,
    large language models?, llms?, linear regression, logistic regression, lstms?, mlp, naive bayes,
    natural language processing, nlp, neural networks?, pca, principal component analysis, random forests?,
    recurrent neural, reinforcement learning, resnet, rnns?, self-organizing maps?, self-supervised, semi-supervised,
    supervised learning, support vector machines?, svms?, tf-?idf, topic model(?:s|ing), transfer learning,
    transformer(?:s| models?), unsupervised, u-net, vector magnitude, word2vec, word embeddings?,
    clustering (?:algorithms?|techniques?|models?), classification (?:algorithms?|models?)
    """
)

# What builders of learning systems work on.
LEARNING = _phrases(
    """
    machine[- ]learning, ml, ai, deep[- ]learning, predictive, prediction, classification, clustering, regression,
    detection, search ranking, algorithms?, models?, datasets?, classifiers?, architectures?, metrics?, annotations?,
    pipelines?
    """
)

# Parts of a screen: how it is done, not what for.
SCREEN = _phrases(
    r"""
    (?:\w+ )?buttons?, check ?box(?:es)?, combo ?box(?:es)?, drop-?downs?(?: (?:list|menu|box)(?:es|s)?)?, pop-?ups?,
    modal(?: (?:dialog|window))?s?, radio ?buttons?, tool ?tips?, text ?(?:box(?:es)?|fields?|areas?), side ?bars?,
    nav(?:igation)? ?bars?, scroll ?bars?, hamburger menu, accordions?, carousels?, bread ?crumbs?, splash screen,
    spinners?, toggle switch(?:es)?, date ?pickers?
    """
)
