namespace CoexTools.Text;

/// <summary>Changes the case of the first letter of a phrase that starts a sentence, or is a part of one.</summary>
internal static class FirstLetter
{
    /// <summary>Returns the text with a first letter in uppercase.</summary>
    public static string ToUpper(string text) => text.Substring(0, 1).ToUpperInvariant() + text.Substring(1);

    /// <summary>Returns the text with a first letter in lowercase.</summary>
    public static string ToLower(string text) => text.Substring(0, 1).ToLowerInvariant() + text.Substring(1);
}
