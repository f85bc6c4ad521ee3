"""The codes of findings that opening and probing files can give: a code goes in, its meaning comes out.

E65 and E66 are about the files behind sources. A code is never used again for something else.
"""

FINDINGS: dict[str, str] = {
    "E651": "there is no such file",
    "E652": "the file is on another machine, or outside the folder of its sources",
    "E653": "the file lacks a column",
    "W653": "the first rows lack a column",
    "E654": "the file is not UTF-8 text",
    "E655": "times are not written as stated, or fit two formats",
    "E656": "times carry no offset and no zone is stated, or the zone is not known",
    "E657": "dates carry no time, and what they mean is not stated",
    "E658": "the file is divided by another delimiter",
    "W659": "the file is empty",
    "E660": "the database has no such table",
    "E661": "a column stands twice in the file",
    "E662": "none of the first rows can be read",
    "E663": "the file is damaged or of another kind",
    "E664": "a format of times says too little or too much",
    "E665": "a list is not known",
    "W666": "an end is told to be before its start",
    "E667": "a source is a table of an engine that does not run",
    "E668": "a column of a table is of a type that is not read as its rule says",
}
