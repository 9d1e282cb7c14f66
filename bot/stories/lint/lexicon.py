"""The words that the story rules look for: vague ones, mere goals, building instead of using, twins."""

from __future__ import annotations

from bot.language.text import stem

# Adverbs and adjectives that two people read differently. Each with the question that would make it testable.
VAGUE = {
    "accurate": "how far off may it be",
    "accurately": "how far off may it be",
    "adequate": "how much is enough",
    "advanced": "what can it do that the usual one can't",
    "appropriate": "who decides what is appropriate, and by what",
    "appropriately": "who decides what is appropriate, and by what",
    "as needed": "when is it needed",
    "as possible": "how much is enough",
    "attractive": "who says so",
    "beautiful": "who says so",
    "best": "best by which measure",
    "better": "better than what, by how much",
    "comfortable": "what must the person not have to do",
    "comprehensive": "what must be in it",
    "convenient": "how many steps may it take",
    "cost-effective": "what may it cost",
    "easier": "easier than what, by how much",
    "easily": "in how many steps, or how long may it take",
    "easy": "in how many steps, or how long may it take",
    "effective": "how would you measure the effect",
    "effectively": "how would you measure the effect",
    "efficient": "how long may it take, or what may it cost",
    "efficiently": "how long may it take, or what may it cost",
    "fair": "how would you notice that it isn't",
    "fairly": "how would you notice that it isn't",
    "fast": "how many seconds are fast enough",
    "faster": "how many seconds are fast enough",
    "few": "how many",
    "if possible": "when is it possible",
    "large number": "how many",
    "large volumes": "how much of it",
    "high volume": "how much of it",
    "unusual": "unusual compared to what",
    "unpredictable": "which ones count",
    "flexible": "what must be possible to change",
    "flexibility": "what must be possible to change",
    "friendly": "who finishes which task in what time",
    "good": "good by which measure",
    "great": "great by which measure",
    "awesome": "who says so",
    "pleasant": "who says so",
    "helpful": "what would it help with",
    "highest": "which measure, and how much of it",
    "improved": "better than what, by how much",
    "innovative": "what is new about it",
    "insightful": "what should people learn from it",
    "intelligent": "what should it decide by itself",
    "intuitive": "who finds it without help",
    "low-latency": "how many milliseconds",
    "meaningful": "what should people learn from it",
    "modern": "what would it have that the old one hasn't",
    "nice": "who says so",
    "optimal": "optimal by which measure",
    "powerful": "what must it be able to do",
    "prominent": "where, and before what",
    "prominently": "where, and before what",
    "proper": "proper by which rule",
    "properly": "by which rule",
    "quick": "how many seconds are quick enough",
    "quickly": "how many seconds are quick enough",
    "real time": "after how many seconds at the latest",
    "real-time": "after how many seconds at the latest",
    "reasonable": "how much is that",
    "reliable": "how often may it fail",
    "reliably": "how often may it fail",
    "responsibly": "what must nobody do with it",
    "responsive": "how many seconds are quick enough",
    "rich": "what must be in it",
    "robust": "what must it survive",
    "safe": "safe from what",
    "safely": "safe from what",
    "scalable": "up to how many",
    "seamless": "what must the person not have to do",
    "seamlessly": "what must the person not have to do",
    "secure": "secure against whom, and how well",
    "securely": "secure against whom, and how well",
    "several": "how many",
    "significantly": "by how much",
    "simple": "in how many steps",
    "simply": "in how many steps",
    "smart": "what should it decide by itself",
    "smooth": "what must the person not notice",
    "smoothly": "what must the person not notice",
    "some": "which, or how many",
    "stable": "how often may it fail",
    "state-of-the-art": "compared to what",
    "suitable": "suitable by which rule",
    "up-to-date": "how old may it be",
    "acceptable": "who accepts it, and by what",
    "acceptably": "who accepts it, and by what",
    "frequent": "how often",
    "frequently": "how often",
    "many": "how many",
    "minimal number": "how many",
    "promptly": "after how many seconds, hours or days",
    "sufficient": "how much is enough",
    "sufficiently": "how much is enough",
    "timely": "after how many seconds, hours or days",
    "usually": "and when not",
    "work well": "what must not go wrong",
    "user-friendly": "who finishes which task in what time",
    "any kind of": "which ones",
    "any type of": "which ones",
    "high accuracy": "how far off may it be",
    "high precision": "how far off may it be",
    "high quality": "good by which measure",
    "high-quality": "good by which measure",
    "large amounts": "how much of it",
    "variety of": "which ones",
    "various": "which ones, or how many",
    "vast amounts": "how much of it",
}

# Words that name a fashion, and leave open what goes in and what comes out.
FASHIONS = frozenset(
    """
    ai ai-driven ai-powered ai-based ai-optimized ai-enabled ai-generated iot blockchain metaverse
    """.split()
)

# Goals, not features: something has to change for them to come true, and the story doesn't say what.
GOAL_VERBS = frozenset(
    """
    boost decrease drive elevate empower enhance ensure foster increase improve lower maximise maximize minimise
    minimize mitigate modernise modernize optimise optimize reduce revolutionise revolutionize streamline strengthen
    transform
    """.split()
)

# One of these verbs is a whole set of features.
EPIC_VERBS = frozenset({"administer", "handle", "maintain", "manage", "support"})

# Somebody thinks, learns or persuades; no system does anything.
THOUGHT_VERBS = frozenset(
    """
    advocate benefit brainstorm champion comprehend conceptualise conceptualize contemplate debate demonstrate discuss
    educate enjoy examine explore foster highlight influence inspire invest investigate learn liaise lobby meet
    motivate negotiate ponder promote raise research strategise strategize study understand
    """.split()
)

# Making and examining a system, as opposed to using it.
BUILD_VERBS = frozenset(
    """
    architect build code configure create deploy design develop engineer enhance experiment explore fine-tune implement
    improve incorporate index integrate introduce investigate leverage migrate modify optimise optimize port program
    prototype provide redesign refactor retrain rewrite scale set setup train tune update upgrade utilise utilize
    apply adopt add address overcome
    """.split()
)
EXAMINE_VERBS = frozenset(
    """
    analyse analyze assess benchmark collect compare conduct contribute determine evaluate examine gather identify
    investigate measure monitor perform preprocess pre-process review study test track validate verify
    visualise visualize explore experiment merge refine
    """.split()
)
MAKING_VERBS = frozenset(
    """
    architect benchmark build code construct deploy design develop engineer experiment fine-tune implement incorporate
    integrate migrate optimise optimize port preprocess program prototype redesign refactor retrain rewrite test train
    tune
    """.split()
)

# Words that hold features together: what it does, the person gets to do.
TOOLS = frozenset(
    """
    agent algorithm app application assistant bot browser car chatbot component dashboard device devices drone engine
    extension feature features function functionality infrastructure interface machine mechanism method model
    module option page platform platforms plugin portal program robot
    screen search service sensor site software solution system systems
    tool tools vehicle view website widget device
    """.split()
)

# Two names for one activity, so that both together are still one feature.
SAME_ACTIVITY = tuple(
    frozenset(group.split())
    for group in (
        "compare contrast evaluate assess analyse analyze examine understand review",
        "view see display read look watch inspect access show",
        "browse find search discover explore locate look",
        "create add make",
        "update edit modify change amend",
        "delete remove",
        "monitor track follow",
        "address prevent mitigate reduce avoid handle resolve recognise recognize",
        "design develop build implement create",
        "learn adapt grow evolve improve",
        "send post submit",
        "communicate convey",
        "plan schedule",
        "understand manage know",
        "prepare support",
        "collect gather",
        "pick select choose",
        "organise organize arrange catalog catalogue",
        "approve reject accept decline deny",
        "enable disable activate deactivate",
        "start stop pause resume",
        "show hide expand collapse",
        "lock unlock",
        "enter leave",
        "wait see",
        "go see get",
        "try",
        "empower promote",
        "drag drop",
        "copy paste",
        "cut paste",
        "sign log",
        "indent outdent",
        "win keep",
    )
)

# Verbs that undo each other: two stories with these are no twins, whatever else they share.
OPPOSITES = frozenset(
    frozenset(pair.split())
    for pair in (
        "add remove", "add delete", "create delete", "create remove", "show hide", "lock unlock", "enable disable",
        "activate deactivate", "start stop", "open close", "approve reject", "accept reject", "accept decline",
        "subscribe unsubscribe", "publish unpublish", "import export", "upload download", "follow unfollow",
        "archive restore", "assign unassign", "increase decrease", "send receive", "lock open", "buy sell",
        "check uncheck", "apply remove",
    )
)  # fmt: skip

# Stems that mean the same when two stories are compared.
SAME_WORD = {
    stem(word): stem(group.split()[0])
    for group in (
        "see view display show shown look watch inspect",
        "find search locate discover browse",
        "delete remove erase",
        "edit update modify change amend adjust",
        "create add make",
        "restore undelete recover reset",
        "assess evaluate analyze analyse compare benchmark evaluation analysis examine",
        "algorithm model technique method classifier models",
        "detect identify recognize recognise spot",
        "get receive obtain retrieve",
        "alert notification notify notified warning warn inform informed tell told",
        "need requirement requirements",
        "predict forecast predictive prediction",
        "price cost",
        "picture photo image photograph",
        "use utilize utilise leverage apply employ",
        "develop design build implement",
        "fair unbiased",
        "staff employee worker",
        "store save keep",
        "send email mail",
        "buy purchase order bought",
        "choose select pick",
        "client customer buyer shopper",
        "doctor clinician physician",
        "log login sign",
        "document file",
        "export download",
        "spreadsheet excel",
        "fast quick rapid fastest quickest",
        "route way path",
        "borrow loan lend borrowed",
        "book reserve reservation booking",
        "invoice bill",
        "error mistake problem issue",
        "car vehicle",
        "student pupil learner",
        "colleague coworker",
        "guest visitor",
        "movie film",
        "answer reply respond response",
        "begin start",
        "favourite favorite bookmark",
        "comment remark",
        "past previous earlier",
        "help assist support",
        "free available vacant",
        "reschedule move postpone shift",
        "info information detail details data",
    )
    for word in group.split()
}
