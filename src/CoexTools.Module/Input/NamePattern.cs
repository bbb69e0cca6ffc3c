namespace CoexTools.Input;

/// <summary>A pattern of names, as a user specifies it. Case is ignored.</summary>
internal sealed class NamePattern
{
    private readonly WildcardPattern _pattern;

    private NamePattern(WildcardPattern pattern) => _pattern = pattern;

    /// <summary>Returns the pattern in a text; null if the text does not contain wildcard characters.</summary>
    public static NamePattern? Of(string text) => WildcardPattern.ContainsWildcardCharacters(text)
        ? new NamePattern(WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant))
        : null;

    /// <summary>Returns whether a name matches. A text that is not a valid pattern matches nothing.</summary>
    public bool Matches(string name)
    {
        try
        {
            return _pattern.IsMatch(name);
        }
        catch (WildcardPatternException)
        {
            return false; // For example, a name with a bracket that is not closed.
        }
    }
}
