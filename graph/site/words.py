"""The words of the site itself, in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from graph.base.languages import in_lang

OTHER: Mapping[str, str] = {"sv": "en", "en": "sv"}

WORDS: Mapping[str, tuple[str, str]] = {
    # The frame.
    "this_language": ("På svenska", "In English"),
    "skip": ("Till innehållet", "Skip to content"),
    "menu": ("Meny", "Menu"),
    "crumbs": ("Sökväg", "Breadcrumb"),
    "start": ("Start", "Start"),
    "about_page": ("Om sidan", "About this page"),
    "address": ("Adress i grafen", "Address in the graph"),
    "as_data": ("Som data", "As data"),
    "turtle": ("Turtle", "Turtle"),
    "footer": (
        "Öppna data ur offentliga dokument, fria att använda enligt CC BY 4.0.",
        "Open data from public documents, free to use under CC BY 4.0.",
    ),
    "licence_link": ("Licens", "Licence"),
    "areas": ("Områden", "Areas"),
    "regions": ("Regioner", "Regions"),
    "hospitals": ("Sjukhus", "Hospitals"),
    "bodies": ("Organ", "Bodies"),
    "sources": ("Källor", "Sources"),
    "steps": ("Stegen", "Steps"),
    "questions": ("Frågor", "Questions"),
    "networks": ("Nätverk", "Networks"),
    "vocabulary": ("Ordlista", "Vocabulary"),
    "search": ("Sök", "Search"),
    # Facts and pictures.
    "property": ("Egenskap", "Property"),
    "value": ("Värde", "Value"),
    "evidence": ("Belägg", "Evidence"),
    "inferred": ("tolkat", "inferred"),
    "derived": ("härlett", "derived"),
    "unknown": ("okänt", "unknown"),
    "reading": ("läsning", "reading"),
    "picture": ("Bild", "Picture"),
    "same_data": ("Samma uppgifter som tabell", "The same data as a table"),
    # Terms.
    "class": ("Klass", "Class"),
    "classes": ("Klasser", "Classes"),
    "properties": ("Egenskaper", "Properties"),
    "scheme": ("Värdelista", "Value list"),
    "schemes": ("Värdelistor", "Value lists"),
    "concept": ("Värde", "Value"),
    "shape": ("Form", "Shape"),
    "shapes": ("Former", "Shapes"),
    "rules": ("Kontroller", "Checks"),
    "step": ("Steg", "Step"),
    "question": ("Fråga", "Question"),
    "network": ("Nätverk", "Network"),
    "page": ("Sida", "Page"),
    "short_name": ("Kort namn", "Short name"),
    "name": ("Namn", "Name"),
    "definition": ("Definition", "Definition"),
    "comment": ("Anmärkning", "Comment"),
    "source_of_term": ("Källa", "Source"),
    "is_a": ("Är ett slag av", "Is a kind of"),
    "kinds_of_it": ("Slag av den", "Kinds of it"),
    "never_also": ("Är aldrig också", "Is never also"),
    "has_properties": ("Egenskaper som den kan ha", "Properties that it can have"),
    "from_class": ("Från klassen", "From the class"),
    "demands": ("Krav på data", "Demands on the data"),
    "used_by": ("Frågor som använder den", "Questions that use it"),
    "no_question": (
        "Ingen fråga i katalogen använder den.",
        "No question of the catalogue uses it.",
    ),
    "elsewhere": ("I andra vokabulärer", "In other vocabularies"),
    "close_match": ("nära", "close to"),
    "related_match": ("besläktad med", "related to"),
    "see_also": ("se även", "see also"),
    "in_data": ("I data", "In the data"),
    "in_data_class": (
        "Så många saker av klassen finns det: {}",
        "Things of the class: {}",
    ),
    "in_data_property": (
        "Så många uppgifter med egenskapen finns det: {}",
        "Statements with the property: {}",
    ),
    "on_things": ("Sägs om", "Said of"),
    "anything": ("vad som helst", "anything"),
    "has_values": ("Har som värde", "Has as value"),
    "listed_values": ("Värden ur listan", "Values from the list"),
    "above": ("Är ett slag av", "Is a kind of"),
    "below": ("Slag av den", "Kinds of it"),
    "features": ("Egenheter", "Features"),
    "single": (
        "Har högst ett värde: av flera väljs ett, och de andra blir en motsägelse.",
        "Has one value at most: of several one is chosen, and the others become a contradiction.",
    ),
    "worked_out": (
        "Räknas fram ur källornas uppgifter och skrivs aldrig in för hand.",
        "Is worked out from the facts of the sources and never entered by hand.",
    ),
    "asymmetric": ("Går bara åt ett håll.", "Goes one way only."),
    "irreflexive": ("Går aldrig från något till det själv.", "Never goes from a thing to itself."),
    "object": ("Leder till en sak.", "Leads to a thing."),
    "datatype": ("Har en text, ett tal eller ett datum.", "Has a text, a number or a date."),
    "annotation": ("Beskriver ord och inte saker.", "Describes words, not things."),
    "notation": ("Beteckning", "Notation"),
    "also_called": ("Kallas även", "Also called"),
    "properties_of_list": (
        "Egenskaper som tar sina värden härur",
        "Properties that take values from it",
    ),
    "works_out": ("Räknar fram", "Works out"),
    "named_by": ("Nämns av", "Named by"),
    "by_rule": ("Följer av regeln", "Follows by the rule"),
    "example": ("Exempel", "Example"),
    "members": ("Värden", "Values"),
    "times_used": ("I data", "In the data"),
    # Shapes.
    "checks_what": ("Vad som prövas", "What is checked"),
    "target_class": ("Varje sak av klassen", "Every thing of the class"),
    "target_subjects": ("Allt som har egenskapen", "Everything that has the property"),
    "within": ("Ingår i formen", "Part of the shape"),
    "path": ("Egenskap", "Property"),
    "demand": ("Krav", "Demand"),
    "fault": ("Fel", "Fault"),
    "remedy": ("Åtgärd", "Remedy"),
    "severity": ("Vikt", "Severity"),
    "as_written": ("Så är den skriven", "As it is written"),
    "parts": ("Delar", "Parts"),
    "parts_of": ("Vad formen {} kräver", "What the shape {} demands"),
    "minCount": ("minst {} värden", "at least {} values"),
    "maxCount": ("högst {} värden", "at most {} values"),
    "minCount_one": ("minst ett värde", "at least one value"),
    "maxCount_one": ("högst ett värde", "one value at most"),
    "minInclusive": ("minst {}", "at least {}"),
    "maxInclusive": ("högst {}", "at most {}"),
    "minLength": ("minst {} tecken", "at least {} characters"),
    "pattern": ("skrivet så: {}", "written so: {}"),
    "class_of_value": ("av klassen {}", "of the class {}"),
    "datatype_of_value": ("av typen {}", "of the type {}"),
    "node_of_value": ("som uppfyller formen {}", "that meets the shape {}"),
    "nodeKind": ("som är {}", "that is {}"),
    "languageIn": ("på något av språken {}", "in one of the languages {}"),
    "uniqueLang": ("högst ett på varje språk", "one at most in each language"),
    "one_of": ("något av {}", "one of {}"),
    "or": ("som uppfyller någon av {}", "that meets one of {}"),
    "closed": ("inget annat än det som nämns får sägas", "nothing but what is named may be said"),
    "sh:IRI": ("en sak med adress", "a thing with an address"),
    "sh:Literal": ("en text, ett tal eller ett datum", "a text, a number or a date"),
    "sh:Violation": ("stoppar bygget", "stops the build"),
    "sh:Warning": ("varning", "warning"),
    "error": ("stoppar bygget", "stops the build"),
    "warn": ("varning", "warning"),
    "why": ("Varför", "Why"),
    # Questions.
    "rows": ("Svaret har {} rader.", "The answer has {} rows."),
    "one_row": ("Svaret har 1 rad.", "The answer has 1 row."),
    "asked_about": ("Kan frågas om: {}.", "Can be asked about: {}."),
    "answer": ("Svar", "Answer"),
    "no_rows": ("Inga rader.", "No rows."),
    "all_rows": ("Alla rader: {}", "All rows: {}"),
    "first_rows": ("De första {} av {} rader", "The first {} of {} rows"),
    "as_csv": ("Hela svaret som CSV", "The whole answer as CSV"),
    "not_said": ("Vad svaret inte säger", "What the answer does not say"),
    "parameters": ("Parametrar", "Parameters"),
    "parameter": ("Parameter", "Parameter"),
    "parameter_kind": ("Slag", "Kind"),
    "may_be_left": ("kan utelämnas", "may be left out"),
    "must_be_given": ("måste anges", "must be given"),
    "given_here": ("Här", "Here"),
    "the_query": ("Frågan i SPARQL", "The query in SPARQL"),
    "terms_used": ("Ord som frågan använder", "Words that the question uses"),
    "how_to_ask": ("Ställ den själv", "Ask it yourself"),
    "command_line": ("På kommandoraden", "On the command line"),
    "in_python": ("I Python", "In Python"),
    "no_example": (
        "Frågan kan inte ställas i den här vyn: inget i den går att fråga om.",
        "The question cannot be asked in this view: nothing in it can be asked about.",
    ),
    "keywords": ("Sökord", "Keywords"),
    # Networks.
    "what_lines_mean": ("Vad linjerna betyder", "What the lines mean"),
    "for_programs": ("För andra program", "For other programs"),
    "edge_table": ("Kanterna (CSV)", "The edges (CSV)"),
    "node_table": ("Noderna (CSV)", "The nodes (CSV)"),
    "graphml": ("GraphML", "GraphML"),
    "default": ("om inget sägs", "unless told otherwise"),
    "choices": ("Kan vara", "May be"),
    "about": ("Om", "About"),
    "nothing_to_draw": (
        "I den här vyn finns inget att rita.",
        "There is nothing to draw in this view.",
    ),
    # Steps.
    "responsible": ("Ansvarar", "Responsible"),
    "in_documents": ("I dokumenten", "In the documents"),
    "before": ("Steget före", "The step before"),
    "after": ("Steget efter", "The step after"),
    "areas_in_step": ("Områden i steget", "Areas in the step"),
    "who_acts": ("Vilka som agerar", "Who acts"),
    "eight_steps": ("De åtta stegen", "The eight steps"),
    # Search.
    "search_label": ("Sök på sidor", "Search the pages"),
    "search_hint": (
        "Ett ord eller flera: ett område, en region, ett dokument, ett begrepp.",
        "One word or several: an area, a region, a document, a term.",
    ),
    "search_button": ("Sök", "Search"),
    "all_pages": ("Alla sidor", "All pages"),
    "hits": ("{} träffar", "{} hits"),
    "hit": ("1 träff", "1 hit"),
    "no_hits": (
        "Inga träffar. Pröva färre ord, eller listorna nedan.",
        "No hits. Try fewer words, or the lists below.",
    ),
    "first_hits": ("De första {} av {} träffar", "The first {} of {} hits"),
    # Front pages.
    "licence": ("Licens", "Licence"),
    "privacy": ("Personuppgifter", "Privacy"),
    "cite": ("Hänvisa hit", "How to cite"),
    "download": ("Ladda ner", "Download"),
    "file": ("Fil", "File"),
    "holds": ("Innehåll", "Content"),
    "size": ("Storlek", "Size"),
    "reused": ("Ord ur andra vokabulärer", "Words from other vocabularies"),
    "used_in": ("Används av", "Used by"),
    "kind": ("Slag", "Kind"),
}


def say(key: str, lang: str) -> str:
    """A word of the site in a language.

    Args:
        key: Its key.
        lang: ``"sv"`` or ``"en"``.

    Raises:
        KeyError: If there is no such word.

    Example:
        >>> say("areas", "sv")
        'Områden'
    """
    swedish, english = WORDS[key]
    return in_lang(lang, swedish, english)
