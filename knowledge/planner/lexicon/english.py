"""English phrases. Phrases are separated by semicolons or lines; accents and case do not count."""

from __future__ import annotations

from knowledge.planner.lexicon.tags import TagKind as T

PHRASES: dict[tuple[T, str], str] = {
    (T.FILLER, ""): """
        a;an;the;is;are;was;were;be;been;being;do;does;did;of;our;my;we;us;i;me;you;your;their;its;his;her
        it;they;them;there;please;can you;could you;would you;can i;could i;i want;i would like;i d like
        i need;to know;to see;see;know;will you;hi;hello;hey;so;then;that;these;those;this;as;such;just
        exactly;currently;now;total number;overall;in total;altogether;all;any;some;every;data;database
        records;rows;table;in the data;in the database;ever;made;placed;took place;taken place;happened
        occurred;recorded;exist;exists;existing;registered in the system;on record;on file;to date;so far
        available in the data;we have;do we have;did we have;do you have;are there;is there;were there
        was there;has there been;have there been;have been;has been;had been;would;s;re;ve;ll;d;value
        values;who;whose;which are;that are;who are;that is;that were;who were;which were;that have been
        who have been;us about;tell me about;about;own;also have;get;got;respective;respectively;one;ones
        per se;breakdown;figures;stats;statistics;numbers;result;results;list of;chart of;chart;graph of
        graph;plot of;plot;as a chart;as a table;report;report of;report on;belonging to;belong to
        belonged to;related to;associated with;located;situated;euro;euros;dollar;dollars;$;€
        £;usd;eur;pounds;based;living;live;lives;resident;coming;named;called;known as;titled
        with the name;worth of;performed;?;:;carried out;scheduled by;done;held;give;given;received;earn
        earned;earns;make;makes;generate;generated;generates;bring in;brings in;brought in;come;came;comes
        i see;need;stored;saved;in existence;out there;listed;taken;in descending order
        from highest to lowest
        descending;desc;still;yet;as yet;so far;work;works;working;employed;worked""",
    (T.LIST, ""): """
        show me;show;list;list all;display;give me;get me;find;find me;tell me;fetch;return all;print
        i want to see;view;show all;give me all;let me see;enumerate;return;pull up;bring up;provide
        look up;search for;names of""",
    (T.WHICH, ""): """
        which;what;what is;what are;what was;what were;what s;whats;which of;who has;who had;who have
        who made;who is;who are""",
    (T.WHEN, ""): """
        when;when was;when did;when were;on what date;on which date;at what time;when is;when does""",
    (T.HOW_MANY, ""): """
        how many;number of;the number of;count of;count;counts;counts of;total number of;how many of
        total count of;amount of times;volume of;quantity of;number;# of;how many different types of;no of""",
    (T.HOW_MUCH, ""): """
        how much;how long;how old;how big;how large;how far;how high;how tall;how heavy;how expensive""",
    (T.AGGREGATE, "sum"): "total;sum;sum of;total of;the sum of;cumulative;combined;summed;overall total",
    (T.AGGREGATE, "average"): """
        average;avg;mean;average of;mean of;on average;the average;in average;averaged""",
    (T.AGGREGATE, "minimum"): "minimum;min;minimum of;min of;minimal",
    (T.AGGREGATE, "maximum"): "maximum;max;maximum of;max of;maximal",
    (T.AGGREGATE, "median"): "median;median of",
    (T.DISTINCT, ""): """
        distinct;unique;different;distinct values of;unique values of;different kinds of;separate""",
    (T.TOP, "high"): """
        top;highest;largest;biggest;greatest;leading;ranked highest;top ranked;top ranking;the highest
        highest amount of""",
    (T.TOP, "low"): "bottom;lowest;smallest;the lowest",
    (T.TOP, "best"): "best;top performing;best performing;strongest",
    (T.TOP, "worst"): "worst;poorest;worst performing;weakest",
    (T.ADJECTIVE, "high:duration length distance runtime time minutes"): "longest",
    (T.ADJECTIVE, "low:duration length distance runtime time minutes"): "shortest",
    (T.ADJECTIVE, "high:price cost fare fee amount nightly hourly"): """
        most expensive;priciest;dearest;costliest;most costly""",
    (T.ADJECTIVE, "low:price cost fare fee amount nightly hourly"): "cheapest;least expensive;least costly",
    (T.ADJECTIVE, "low:birth age~ year founded built"): "oldest;eldest",
    (T.ADJECTIVE, "high:birth age~ year founded built"): "youngest",
    (T.ADJECTIVE, "high:height altitude elevation"): "tallest",
    (T.ADJECTIVE, "high:weight mass"): "heaviest",
    (T.ADJECTIVE, "low:weight mass"): "lightest",
    (T.ADJECTIVE, "high:speed"): "fastest",
    (T.ADJECTIVE, "low:speed"): "slowest",
    (T.ADJECTIVE, "high:salary wage pay"): "best paid;highest paid;highest earning;top earning",
    (T.ADJECTIVE, "low:salary wage pay"): "lowest paid;worst paid",
    (T.ADJECTIVE, "high:rating score stars"): "best rated;highest rated;top rated;highest scoring",
    (T.ADJECTIVE, "low:rating score stars"): "worst rated;lowest rated;lowest scoring",
    (T.ADJECTIVE, "high:temperature"): "hottest;warmest",
    (T.ADJECTIVE, "low:temperature"): "coldest;coolest",
    (T.ADJECTIVE, "high:population inhabitants"): "most populous;most populated",
    (T.ADJECTIVE, "high:distance"): "farthest;furthest",
    (T.RECENT, "high"): "latest;most recent;newest;the last;last;most recently",
    (T.RECENT, "low"): "earliest;first;the first",
    (T.POPULAR, "high"): """
        most popular;most common;most frequent;most used;most active;busiest;most frequently;most often
        popular""",
    (T.POPULAR, "low"): "least popular;least common;least frequent;rarest;least used;least active;quietest",
    (T.BY, ""): """
        by;per;grouped by;group by;broken down by;break down by;breakdown by;split by
        across;segmented by;according to;depending on;based on;classified by;distribution by
        for the different;by the""",
    (T.BY, "each"): """
        each;every;for each;for every;by each;in each;at each;of each;from each;to each;per each;with each
        does each;did each;do each;on each""",
    (T.ORDERED, ""): """
        sorted by;ordered by;sort by;order by;ranked by;in order of;rank by;ranking by
        in descending order of""",
    (T.PREPOSITION, "origin source from start departure sender pickup"): """
        from;left from;went from;shipped from;sent from;leave from;leaves from;out of;leaving;departing
        departing from;leaving from;starting at;starting from;coming from
        started at;starting in;departed from""",
    (T.PREPOSITION, "destination dest to end arrival target receiver dropoff"): """
        to;into;went to;go to;goes to;gone to;sent to;shipped to;delivered to;towards;arriving at
        arriving in;arriving;going to;bound for;ending at;ended at;heading to
        flying to;headed to;ending in""",
    (T.PREPOSITION, ""): """
        in;at;on;for;within;inside;via;through;under;over at;with regard to;regarding;between
        among;amongst""",
    (T.PREPOSITION, "author writer written by"): "written by;authored by;posted by",
    (T.PREPOSITION, "maker manufacturer producer brand"): "made by;built by;manufactured by;produced by",
    (T.PREPOSITION, "director directed"): "directed by",
    (T.PREPOSITION, "publisher published"): "published by",
    (T.PREPOSITION, "operator carrier operated"): "operated by;flown by",
    (T.PREPOSITION, "seller vendor sold"): "sold by",
    (T.PREPOSITION, "handled handler agent employee"): """
        handled by;processed by;performed by;done by;dealt with by""",
    (T.PREPOSITION, "customer client buyer user reader member"): """
        placed by;borrowed by;bought by;ordered by;purchased by;booked by;requested by""",
    (T.PREPOSITION, "created creator author by"): "created by;opened by;raised by;submitted by;added by",
    (T.PREPOSITION, "assigned assignee responsible"): "assigned to;allocated to;attributed to",
    (T.PREPOSITION, "owner owned"): "owned by",
    (T.PREPOSITION, "manager supervisor boss lead head managed"): """
        managed by;supervised by;led by;headed by;reporting to;report to;reports to""",
    (T.PREPOSITION, "reviewer reviewed"): "reviewed by;checked by",
    (T.PREPOSITION, "approver approved"): "approved by;validated by;signed off by",
    (T.PREPOSITION, "driver driven"): "driven by",
    (T.PREPOSITION, "teacher instructor professor taught"): "taught by;given by",
    (T.PREPOSITION, "doctor physician treated"): "treated by;seen by",
    (T.PREPOSITION, "referred referrer"): "referred by;recommended by",
    (T.PREPOSITION, "supplier vendor"): "supplied by;provided by",
    (T.WITH, ""): """
        with;having;has;have;had;who have;who has;that have;that has;which have;which has;where;whose
        who had;that had;include;includes;including;contain;contains;containing;which had;when the""",
    (T.COMPARE, ">"): """
        more than;greater than;over;above;higher than;larger than;bigger than;exceeding;exceeds;exceed
        at over;later than;bigger;higher;greater;>;upwards of;in excess of;strictly more than;is over
        is above;exceeded;of more than;beyond;better than""",
    (T.COMPARE, "<"): """
        less than;fewer than;under;below;lower than;smaller than;<;is under;is below;of less than""",
    (T.COMPARE, ">:price cost fare fee amount total value"): """
        cost more than;costs more than;costing more than;worth more than;cost over;costing over
        priced over;priced above;more expensive than;worth over;worth above""",
    (T.COMPARE, "<:price cost fare fee amount total value"): """
        cost less than;costs less than;costing less than;worth less than;cost under;costing under
        priced under;priced below;cheaper than;worth under;worth below""",
    (T.COMPARE, ">=:price cost fare fee amount total value"): "cost at least;costing at least;worth at least",
    (T.COMPARE, ">:duration length distance runtime time"): "longer than",
    (T.COMPARE, "<:duration length distance runtime time"): "shorter than",
    (T.COMPARE, ">:age"): "older than",
    (T.COMPARE, "<:age"): "younger than",
    (T.COMPARE, ">:weight mass"): "heavier than",
    (T.COMPARE, "<:weight mass"): "lighter than",
    (T.COMPARE, ">:height"): "taller than",
    (T.COMPARE, ">:speed"): "faster than",
    (T.COMPARE, "<:speed"): "slower than",
    (T.COMPARE, ">="): """
        at least;no less than;not less than;minimum of;or more;>=;≥;greater than or equal to;no fewer than
        from at least;a minimum of;more than or equal to""",
    (T.COMPARE, "<="): """
        at most;no more than;not more than;maximum of;up to;or less;or fewer;<=;≤;less than or equal to
        a maximum of""",
    (T.COMPARE, "="): "equal to;equals;equal;exactly;=;is exactly;of exactly",
    (T.COMPARE, "!="): "not equal to;different from;!=;<>;≠",
    (T.BETWEEN, ""): "between;ranging from;in the range;from",
    (T.AND, ""): "and;&;as well as;along with;plus;,;together with;and the;and also",
    (T.OR, ""): "or;either",
    (T.NOT, ""): """
        not;excluding;except;except for;other than;not in;not from;exclude;but not;apart from;isn t;aren t
        wasn t;weren t;don t;doesn t;didn t;haven t;hasn t;ignoring;leaving out;non;outside;outside of
        not yet;not been;never;no longer""",
    (T.WITHOUT, ""): """
        without;without any;with no;having no;who have no;that have no;lacking;has no;have no;without a
        without an;no;without the;had no""",
    (T.MISSING, ""): """
        missing;empty;null;blank;unknown;not set;not known;undefined;is missing;are missing;is null
        is empty;is unknown;not filled in;not filled;left blank;left empty;not provided;not specified""",
    (T.PRESENT, ""): "not null;present;not empty;filled in;known;is known;is set;specified;not missing",
    (T.UNIT, "hour"): "hour;hours",
    (T.UNIT, "day"): "day;days;date;calendar day",
    (T.UNIT, "week"): "week;weeks",
    (T.UNIT, "month"): "month;months",
    (T.UNIT, "quarter"): "quarter;quarters",
    (T.UNIT, "year"): "year;years;calendar year",
    (T.GRAIN, "hour"): "hourly;per hour;hour by hour;each hour;every hour;by the hour",
    (T.GRAIN, "day"): "daily;per day;day by day;each day;every day;a day;on a daily basis;by the day",
    (T.GRAIN, "week"): "weekly;per week;week by week;each week;every week;a week;on a weekly basis",
    (T.GRAIN, "month"): """
        monthly;per month;month by month;each month;every month;a month;on a monthly basis
        month over month""",
    (T.GRAIN, "quarter"): """
        quarterly;per quarter;quarter by quarter;each quarter;every quarter;on a quarterly basis""",
    (T.GRAIN, "year"): """
        yearly;annual;annually;per year;year by year;each year;every year;a year;on a yearly basis
        per annum""",
    (T.TREND, ""): """
        over time;trend;trends;evolution;evolve;evolved;time series;through time;across time;trend of
        evolution of;history of;development of;changed over time;change over time""",
    (T.NEW, ""): "new;newly",
    (T.VERB, "signup created registered registration joined"): """
        signed up;sign up;registered;subscribed;enrolled;joined;onboarded;signing up""",
    (T.VERB, "created opened"): """
        created;added;submitted;entered;filed;logged;raised;opened;were made;were placed;reported;uploaded
        issued""",
    (T.VERB, "birth born"): "born",
    (T.VERB, "built year construction manufactured"): "built;manufactured;constructed",
    (T.VERB, "release released"): "released",
    (T.VERB, "founded foundation"): "founded;established",
    (T.VERB, "start started begin"): "started;began;begun;starting;commenced",
    (T.VERB, "end ended finish"): "ended;finished;ending",
    (T.VERB, "order created purchased sale"): "purchased on;ordered on",
    (T.DEED, "order purchase sale"): "bought;buy;buys;purchased;purchase;ordered;buying;shopped",
    (T.DEED, "flight"): "fly;flew;flown;flies;flying",
    (T.DEED, "loan borrowing checkout"): "borrowed;borrow;borrows;lent;checked out",
    (T.DEED, "rental"): "rented;rent",
    (T.DEED, "booking reservation"): "booked;reserved",
    (T.DEED, "payment"): "paid;pay",
    (T.DEED, "trip ride"): "rode;travelled;traveled",
    (T.DEED, "visit"): "visited",
    (T.DEED, "appointment"): "saw",
    (T.DEED, "enrollment enrolment registration"): "enrolled in;enrolled;attended;taking;took",
    (T.ADD, ""): "also;too;as well;in addition;additionally;further;on top",
    (T.FOLLOW, ""): """
        and;what about;how about;and what about;and how about;only;just;now;ok;okay;but;same;the same
        same for;same but;and for;instead;and only;now only;but only;show only;restrict to;limit to
        filter by;filter on;just for;only for;then;what if;and in;make it;change to;switch to;and now
        do the same for;repeat for;same thing for;same question for""",
    (T.REASON, ""): """
        why;how come;what caused;reason for;explain why;what explains;cause of;causes of;what drives
        because""",
    (T.FUTURE, ""): """
        will;predict;forecast;will be;expected next;projection;projected;estimate for next;prediction
        anticipate;next month;next year;next week;next quarter;going to be;tomorrow""",
    (T.WRITE, ""): """
        delete;drop;update;insert;truncate;remove;alter;create table;grant;revoke;set the;change the
        modify;erase;wipe;drop table;delete from;rename;add a;send an email;send""",
    (T.CHAT, ""): """
        how are you;thank you;thanks;good morning;bonjour;who are you;what are you;what can you do
        tell me a joke;joke;weather today;hello there;help;help me;good evening;your name;poem
        ignore previous instructions;ignore all previous instructions;ignore the above;system prompt
        instructions""",
    (T.UNSUPPORTED, ""): """
        percentage;percent;percentage of;share;share of;proportion;ratio;rate of;growth;growth rate
        change in;difference;difference between;compare;compared;compared to;comparison;versus;vs
        correlation;correlate;relationship between;increase;increased;decrease;decreased;decline
        year over year;yoy;mom;running total;cumulative sum;moving average;rolling average;cohort
        retention;churned;funnel;variance;standard deviation;stddev;percentile;quartile;mode of;histogram
        outlier;outliers;anomaly;anomalies;duplicate;duplicates;day of week;day of the week;weekday
        weekdays;weekend;weekends;hour of day;hour of the day;time of day;month of year;morning;evening
        afternoon;night;both;neither;consecutive;twice;once;thrice;half;third of;same day;more often
        at the same time;than average;above average;below average;than the average;above the average
        below the average;second highest;second most;next;%;twice as;nth;ranked second;as a percentage
        each other;together;instead of;times;times more;random;sample;latest value;average total;more;less
        fewer;likely;typical;usual;normal;most of;only once;fastest growing;growing;trending;best selling
        top selling;best-selling;lifetime;first time;per capita""",
    (T.TOP, "high:count"): """
        most;the most;most number of;maximum number of;highest number of;largest number of;with the most
        greatest number of;biggest number of;has the most;have the most;had the most""",
    (T.TOP, "low:count"): """
        least;fewest;the least;the fewest;minimum number of;lowest number of;smallest number of
        least number of;has the fewest;with the fewest;with the least;fewest number of""",
    (T.RECENT, "low:age"): "oldest",
    (T.COMPARE, ">:salary wage pay income"): """
        earning more than;earn more than;earns more than;paid more than;earning over;making more than
        earning above""",
    (T.COMPARE, "<:salary wage pay income"): """
        earning less than;earn less than;paid less than;earning under;earning below""",
    (T.DEED, "sale order invoice"): "sold;sell;sells",
}
