"""What the gates need to know of a Swift file without a compiler: which text is code and which is comment."""

import re


def split(text):
    """Two texts of the same length and lines as the file: its code and its comments, all else replaced by spaces.

    The contents of string literals and of back-ticked sentences are in neither; what stands in an interpolation is code.
    A regular expression literal without `#` is taken for code.
    """
    code = [c if c == "\n" else " " for c in text]
    comments = code[:]
    _code(text, 0, code, comments, nested=False)
    return "".join(code), "".join(comments)


_RAW_STRING = re.compile(r'#+"')
_RAW_REGEX = re.compile(r"(#+)/")
_PLAIN_NAME = re.compile(r"`\w+`")


def _code(text, at, code, comments, nested):
    """Copies code from `at` on, with `nested` up to the parenthesis that ends the interpolation; returns where it stopped."""
    depth = 0
    end = len(text)
    while at < end:
        c = text[at]
        if c == "/" and text.startswith("//", at):
            at = _line_comment(text, at, comments)
        elif c == "/" and text.startswith("/*", at):
            at = _block_comment(text, at, comments)
        elif c == '"':
            at = _string(text, at, 0, code, comments)
        elif c == "#" and (raw := _RAW_STRING.match(text, at)):
            at = _string(text, raw.end() - 1, raw.end() - 1 - at, code, comments)
        elif c == "#" and (raw := _RAW_REGEX.match(text, at)):
            close = text.find("/" + raw.group(1), raw.end())
            at = end if close < 0 else close + 1 + len(raw.group(1))
        elif c == "`" and not _PLAIN_NAME.match(text, at):
            close = text.find("`", at + 1)
            at = end if close < 0 else close + 1
        else:
            if nested:
                depth += (c == "(") - (c == ")")
                if depth < 0:
                    return at + 1
            code[at] = c
            at += 1
    return at


def _line_comment(text, at, comments):
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    comments[at:end] = text[at:end]
    return end


def _block_comment(text, at, comments):
    start, depth = at, 0
    while at < len(text):
        if text.startswith("/*", at):
            depth, at = depth + 1, at + 2
        elif text.startswith("*/", at):
            depth, at = depth - 1, at + 2
            if depth == 0:
                break
        else:
            at += 1
    comments[start:at] = text[start:at]
    return at


def _string(text, at, hashes, code, comments):
    """`at` is the first quote, after `hashes` number signs. Returns where the text after the literal begins."""
    quotes = '"""' if text.startswith('"""', at) else '"'
    close, escape = quotes + "#" * hashes, "\\" + "#" * hashes
    at += len(quotes)
    while at < len(text):
        if text.startswith(close, at):
            return at + len(close)
        if text.startswith(escape, at):
            at += len(escape)
            at = _code(text, at + 1, code, comments, nested=True) if text.startswith("(", at) else at + 1
        elif text[at] == "\n" and len(quotes) == 1:
            return at  # not Swift; the next line is a better place to go on than the end of the file
        else:
            at += 1
    return at


_IMPORT = re.compile(
    r"(?:^|;)[ \t]*(?:(?:@\w+(?:\([^)\n]*\))?|public|package|internal|fileprivate|private)\s+)*"
    r"import\s+(?:(?:typealias|struct|class|enum|actor|protocol|let|var|func)\s+)?(\w+)",
    re.MULTILINE,
)


def imports(code):
    """The modules that a file's code imports, in any of the forms, as (module, line number)."""
    return [(m.group(1), code.count("\n", 0, m.start(1)) + 1) for m in _IMPORT.finditer(code)]


def exported(code):
    """The modules that a file hands on to those who import it."""
    return [m.group(1) for m in _IMPORT.finditer(code) if "@_exported" in m.group(0)]
