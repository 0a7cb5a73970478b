"""The words on the pages of areas, organisations, bodies and sources, in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

_KINDS: Mapping[str, tuple[str, str]] = {
    "area": ("Vårdområde", "Care area"),
    "region": ("Region", "Region"),
    "healthcare-region": ("Sjukvårdsregion", "Healthcare region"),
    "hospital": ("Sjukhus eller enhet", "Hospital or unit"),
    "body": ("Organ", "Body"),
    "organisation": ("Organisation", "Organisation"),
    "source": ("Källa", "Source"),
}
WORDS: Mapping[str, tuple[str, str]] = {
    # Lists
    "list_area": ("Vårdområden", "Care areas"),
    "list_region": ("Regioner", "Regions"),
    "list_healthcare-region": ("Sjukvårdsregioner", "Healthcare regions"),
    "list_hospital": ("Sjukhus och enheter", "Hospitals and units"),
    "list_body": ("Organ", "Bodies"),
    "list_organisation": ("Andra organisationer", "Other organisations"),
    "list_source": ("Källor", "Sources"),
    "told_area": (
        "{} områden, delar av områden och ämnen: vem som har tillstånd, eller hur långt de kommit.",
        "{} areas, parts of areas and topics: who holds permits for them, or how far they came.",
    ),
    "told_region": (
        "{} regioner och deras tillstånd den {}.",
        "{} regions and their permits on {}.",
    ),
    "told_healthcare-region": (
        "{} sjukvårdsregioner, regionerna i dem och deras tillstånd.",
        "{} healthcare regions, the regions in them and their permits.",
    ),
    "told_hospital": (
        "{} sjukhus och enheter, och tillstånden där källorna nämner dem.",
        "{} hospitals and units, and the permits for which sources name them.",
    ),
    "told_body": (
        "{} organ: nämnder, grupper och råd som föreslår, bereder, beslutar och följer upp.",
        "{} bodies: boards, groups and councils that propose, prepare, decide and follow up.",
    ),
    "told_organisation": (
        "{} myndigheter, lärosäten, företag och föreningar som källorna nämner.",
        "{} authorities, universities, companies and associations that sources name.",
    ),
    "told_source": (
        "{} offentliga dokument, och det som vart och ett säger.",
        "{} public documents, and what each of them says.",
    ),
    "held_now": ("Med tillstånd i kraft", "With permits in force"),
    "held_maybe": ("Kan ha tillstånd i kraft", "With permits that may be in force"),
    "decided_areas": ("Beslutade, inget tillstånd i kraft", "Decided, no permit in force"),
    "on_the_way": ("Under utredning", "Under review"),
    "other_areas": ("Läget framgår inte av källorna", "Place not known from the sources"),
    "topics": ("Ämnen ur tidiga omgångar", "Topics of early rounds"),
    "parts": ("Delar av områden", "Parts of areas"),
    "others": ("Övriga", "Others"),
    "undated_sources": ("Utan datum", "Undated"),
    "registers": ("Projektets egna register", "The project's own registers"),
    "facts_n": ("Uppgifter", "Facts"),
    # Knowing and not knowing
    "unknown": ("framgår inte av källorna", "not known from the sources"),
    "gap": ("okänt", "unknown"),
    "inferred": ("tolkat", "inferred"),
    "contradicted": ("motsägs", "contradicted"),
    "conflict": ("motsägelse", "contradiction"),
    "lost": ("lucka", "gap"),
    "undated": ("odaterad", "undated"),
    "yes": ("ja", "yes"),
    "no": ("nej", "no"),
    "present": ("här nu", "here now"),
    "no_trace": ("ingen källa visar området här", "no source shows the area here"),
    "place_whole_page": ("hela sidan", "whole page"),
    "place_slide": ("bild", "slide"),
    "place_document": ("dokumentet", "document"),
    "nobody": (
        (
            "Framgår inte av källorna: ingen av dem visar något tillstånd för området den {}. "
            "Det betyder inte att inget finns."
        ),
        (
            "Not known from the sources: none of them shows a permit for the area on {}. "
            "That does not mean that there is none."
        ),
    ),
    "not_yet": (
        (
            "Inget ännu, enligt den senaste källan som placerar området: det står i steg {}, före "
            "tilldelningen."
        ),
        (
            "None yet, by the newest source that places the area: it stands in step {}, before "
            "the allotment."
        ),
    ),
    "no_permits": (
        (
            "Inga kända: ingen källa visar ett tillstånd hos {} den {}. Källorna nämner inte "
            "alltid alla innehavare."
        ),
        "None known: no source shows a permit of {} on {}. Sources do not always name all holders.",
    ),
    "no_permits_here": (
        (
            "Inga kända: ingen källa nämner {} för ett tillstånd den {}. Källorna nämner inte "
            "alltid vid vilket sjukhus ett tillstånd ges."
        ),
        (
            "None known: no source names {} for a permit on {}. Sources do not always name "
            "the hospital of a permit."
        ),
    ),
    # Sections
    "toc": ("På sidan", "On this page"),
    "permits": ("Vem har tillstånd", "Who holds permits"),
    "permits_of": ("Tillstånd", "Permits"),
    "units": ("Antal enheter", "Number of units"),
    "way": ("Vägen genom de åtta stegen", "The way through the eight steps"),
    "way_note": (
        (
            "En källa som visar området i ett steg säger att det stod där den dagen, inte när det "
            "kom dit."
        ),
        (
            "A source that shows the area in a step says that it stood there on that day, not when "
            "it came there."
        ),
    ),
    "supplies": ("Leverantörer", "Suppliers"),
    "cooperation": ("Samarbeten", "Cooperation"),
    "cooperation_note": (
        "Ingen källa säger vem som bistår vem; ordningen betyder ingenting.",
        "No source says who assists whom; the order means nothing.",
    ),
    "partners": ("Parter", "Partners"),
    "supplies_note": (
        "En leverantör har inget eget tillstånd.",
        "A supplier holds no permit of its own.",
    ),
    "applications": ("Ansökningar", "Applications"),
    "applications_note": (
        "De ansökningar som källorna nämner; andra kan ha sökt. Resultatet är det den {}.",
        "The applications that sources name; others may have applied. The result is that on {}.",
    ),
    "statistics": ("Tal i källorna", "Numbers in the sources"),
    "statements": ("Vad källorna säger", "What the sources say"),
    "legal": ("Rättslig grund", "Legal basis"),
    "legal_programme": (
        "Genom programmet {}:",
        "Through the programme {}:",
    ),
    "doubts": ("Motsägelser och luckor", "Contradictions and gaps"),
    "doubt_value": (
        "{about}, {prop}: {preferred} är valt; {other} säger {value}.",
        "{about}, {prop}: {preferred} was chosen; {other} says {value}.",
    ),
    "doubt_odd": (
        "{kind}: {property} {value} ({source}) och {other} ({other_source}).",
        "{kind}: {property} {value} ({source}) and {other} ({other_source}).",
    ),
    "doubt_gap": ("{text} ({source}): okänt, inte inget.", "{text} ({source}): unknown, not none."),
    "pictures": ("Bilder", "Pictures"),
    "names": ("Namn i källorna", "Names in the sources"),
    "all_facts": ("Alla uppgifter och var de står", "All facts and where they stand"),
    "more_facts": ("Fler uppgifter och var de står", "More facts and where they stand"),
    "own_facts": ("Om {}", "On {}"),
    "experts": ("Sakkunniga", "Experts"),
    "experts_none": (
        (
            "Framgår inte av källorna: ingen uppgift i grafen knyter en namngiven sakkunniggrupp "
            "till området."
        ),
        "Not known from the sources: no fact in the graph ties a named expert group to the area.",
    ),
    "seats": ("Platser", "Seats"),
    "seats_note": (
        (
            "Läget den {}. En plats är senast känd när ingen källa säger att uppdraget har upphört "
            "och ingen visar att det pågår. Ett uppdrag utan datum är möjligt före sitt första "
            "belägg."
        ),
        (
            "As of {}. A seat is last known where no source says that the membership has ended and "
            "none shows that it goes on. One without a date is possible before its first "
            "attestation."
        ),
    ),
    "names_left_out": (
        "Personers namn är utelämnade i denna utgåva.",
        "Names of persons are left out of this edition.",
    ),
    "rules": ("Regler för sammansättningen", "Rules of composition"),
    "does": ("Vad den gör", "What it does"),
    "decisions": ("Beslut", "Decisions"),
    "meetings": ("Sammanträden", "Meetings"),
    "published": ("Utgivna källor", "Sources it published"),
    "within": ("Regioner", "Regions"),
    "hospitals_of": ("Sjukhus och enheter", "Hospitals and units"),
    "bodies_of": ("Organ", "Bodies"),
    "entries": ("Vad dokumentet säger", "What the document says"),
    "entries_none": (
        "Inga uppgifter är lästa ur dokumentet, eller så är de utelämnade i denna utgåva.",
        "No facts were read from the document, or they are left out of this edition.",
    ),
    "document": ("Dokumentet", "The document"),
    "link_out": (
        "Länken går till utgivarens webbplats; den är en uppgift och har inte hämtats.",
        "The link leads to the publisher's site; it is data and was not fetched.",
    ),
    # Columns
    "fact": ("Uppgift", "Fact"),
    "says": ("Säger", "Says"),
    "evidence": ("Hur vi vet det", "How we know"),
    "more_evidence": ("{} till", "{} more"),
    "holder": ("Innehavare", "Holder"),
    "area": ("Vårdområde", "Care area"),
    "through": ("Genom sjukhus", "Through hospital"),
    "since": ("Sedan", "Since"),
    "from": ("Från", "From"),
    "until": ("Till och med", "Until"),
    "decided": ("Beslutat", "Decided"),
    "programme": ("Program", "Programme"),
    "decided_in": ("Enligt", "According to"),
    "shown_here": ("en källa visade området här", "a source showed the area here"),
    "stage": ("Skede", "Stage"),
    "number": ("Antal", "Number"),
    "detail": ("Närmare", "In detail"),
    "supplier": ("Leverantör", "Supplier"),
    "receiver": ("Till", "To"),
    "kind": ("Slag", "Kind"),
    "applicant": ("Sökande", "Applicant"),
    "outcome": ("Källan sade då", "What the source said then"),
    "result": ("Resultat", "Result"),
    "status": ("Läge", "Status"),
    "status_on": ("Läge den {}", "Status on {}"),
    "status_caption": ("{} den {}", "{} on {}"),
    "derived": ("härlett", "derived"),
    "at_earliest": ("tidigast {}", "{} at the earliest"),
    "at_latest": ("senast {}", "{} at the latest"),
    "follows_from": ("följer av: {}", "follows from: {}"),
    "shown_by": ("visas av: {} ({})", "shown by: {} ({})"),
    "terms": ("Perioder", "Terms"),
    "n_in_force": ("{} i kraft", "{} in force"),
    "n_possible": ("{} kan vara i kraft", "{} may be in force"),
    "n_granted": ("{} beviljade", "{} granted"),
    "counted_with": ("räknas med {}", "counted with {}"),
    "has_none_known": ("inget känt", "none known"),
    "what": ("Vad", "What"),
    "date": ("Datum", "Date"),
    "name": ("Namn", "Name"),
    "seat": ("Plats", "Seat"),
    "represents": ("Företräder", "Represents"),
    "person": ("Innehavare", "Held by"),
    "affiliation": ("Anknytning", "Affiliation"),
    "term": ("Tid", "Term"),
    "attested_on": ("belagd {}", "attested {}"),
    "place": ("Ställe", "Place"),
    "region": ("Region", "Region"),
    "town": ("Ort", "Town"),
    "operator": ("Huvudman", "Operator"),
    "somewhere": ("någonstans i {}", "somewhere in {}"),
    # Glance
    "glance": ("I korthet", "At a glance"),
    "step_now": ("Läge i processen", "Place in the process"),
    "held_count": ("Innehav den {}", "Held on {}"),
    "units_told": ("Antal enheter", "Number of units"),
    "units_most": ("högst {} enligt någon källa", "{} at most by some source"),
    "step_continued": (
        "inget eget läge efter {}; gick vidare som {}",
        "no place of its own after {}; continued as {}",
    ),
    "step_text": ("steg {}: {}", "step {}: {}"),
    "specialty": ("Specialitet", "Specialty"),
    "part_of": ("Del av", "Part of"),
    "has_parts": ("Delar", "Parts"),
    "came_from": ("Kommer från", "Came from"),
    "became": ("Blev", "Became"),
    "publisher": ("Utgivare", "Publisher"),
    "printed_date": ("Datum i dokumentet", "Date in the document"),
    "link": ("Länk", "Link"),
    "other_ids": ("Andra beteckningar", "Other ids"),
    "title_printed": ("Titel", "Title"),
    "replaces": ("Ersätter", "Replaces"),
    "replaced_by": ("Ersatt av", "Replaced by"),
    # Sentences
    "sum_held": ("Tillstånd: {}.", "Permits: {}."),
    "sum_maybe": ("Tillstånd som kan vara i kraft: {}.", "Permits that may be in force: {}."),
    "sum_ahead": ("Tillstånd på väg: {}.", "Permits to come: {}."),
    "sum_past": ("Tidigare tillstånd: {}.", "Earlier permits: {}."),
    "sum_step": ("Steg {}: {}.", "Step {}: {}."),
    "sum_continued": ("Gick vidare som {}.", "Continued as {}."),
    "sum_nothing": ("Inget tillstånd är känt.", "No permit is known."),
    "sum_permits": (
        "Den {}: {}. Leverantör eller mottagare av stöd: {}.",
        "On {}: {}. Supplier or receiver of support: {}.",
    ),
    "sum_hospital": ("Den {}: {}.", "On {}: {}."),
    "sum_hr": ("{} regioner. Den {}: {}.", "{} regions. On {}: {}."),
    "sum_body": (
        "{}. {} kända platser, {} beslut.",
        "{}. Known seats: {}; decisions: {}.",
    ),
    "sum_source": ("{}, {}. {} uppgifter.", "{}, {}. {} facts."),
    "and_more": ("{} och {} till", "{} and {} more"),
    # Pictures
    "timeline": ("Över tid", "Over time"),
    "map": ("På kartan", "On the map"),
    "network": ("Vilka som hänger ihop", "Who is tied to whom"),
    "timeline_told": (
        "Tidslinje för {}: {} rader, {} till {}.",
        "Time line of {}: {} rows, {} to {}.",
    ),
    "timeline_note": (
        (
            "Fylld stapel: i kraft; blek: dagar efter {}; streckad: kan vara i kraft. Romb: en dag "
            "eller månad. Ring: en källa visar det där."
        ),
        (
            "Filled bar: in force; pale: days after {}; hatched: may be in force. Diamond: a day "
            "or month. Dot: a source shows it there."
        ),
    ),
    "timeline_more": ("och {} till i tabellen", "and {} more in the table"),
    "map_told": ("Karta över Sveriges län: {}.", "Map of Sweden's counties: {}."),
    "map_note": (
        (
            "Blått: län där tillstånd finns. Prickat: någonstans i sjukvårdsregionen. Randigt: "
            "leverantör. Fyrkant: ort där källorna nämner ett sjukhus."
        ),
        (
            "Blue: counties with a permit. Dotted: somewhere in the healthcare region. Striped: "
            "supplier. Square: a town where sources name a hospital."
        ),
    ),
    "network_told": ("Nätverk: {}.", "Network: {}."),
    "network_area_note": (
        "Från leverantör till innehavare till sjukhus. Streckat: tolkat ur källan.",
        "From supplier to holder to hospital. Dashed: inferred from the source.",
    ),
    "network_shared_note": (
        "Linjen är tjockare ju fler områden som delas; siffran räknar dem.",
        "The more areas are shared, the thicker the line; the number counts them.",
    ),
    "network_seats_note": (
        "Siffran räknar platser som källorna visar; att sitta tillsammans är inte inflytande.",
        "The number counts seats that sources show; sitting together is not influence.",
    ),
    "suppliers": ("Leverantörer", "Suppliers"),
    "holders": ("Innehavare", "Holders"),
    "hospitals": ("Sjukhus", "Hospitals"),
    "shares_with": ("Delar områden med", "Shares areas with"),
    "represented": ("Företrädda", "Represented"),
    "weight": ("Antal", "Number"),
    "one": ("Den ena", "One"),
    "other": ("Den andra", "The other"),
    "relation": ("Relation", "Relation"),
    "county": ("Län", "County"),
    "holds_through": ("genom", "through"),
    "what_there": ("Vad", "What"),
}


def say(key: str, lang: str) -> str:
    """A word of these pages in a language.

    Example:
        >>> say("holder", "sv")
        'Innehavare'
    """
    return WORDS[key][lang != "sv"]


def kind_word(kind: str, lang: str) -> str:
    """What a kind of thing is called; a kind that has no page is told by its short name."""
    return _KINDS[kind][lang != "sv"] if kind in _KINDS else kind
