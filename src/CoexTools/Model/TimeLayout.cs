namespace CoexTools.Model;

/// <summary>Where a time stands: its element, and the time's text within it where that is one plain text.</summary>
internal readonly record struct TimeLayout(TextRange Element, TextRange? Text);
