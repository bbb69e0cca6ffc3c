using System.Text.RegularExpressions;

namespace CoexTools.Audit.Exchange;

/// <summary>The names of SMTP domains, and the patterns of Exchange for them.</summary>
internal static class SmtpDomain
{
    /// <summary>Specifies how well a pattern matches: exactly.</summary>
    public const int Exact = int.MaxValue;

    /// <summary>Specifies how well a pattern matches: it matches every domain.</summary>
    public const int Any = 0;

    /// <summary>Specifies how well a pattern matches: not at all.</summary>
    public const int None = -1;

    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

    /// <summary>Returns a domain in the form in which domains are compared.</summary>
    public static string Normalize(string domain) => domain.Trim().TrimStart('@').TrimEnd('.');

    public static bool Same(string one, string other) => Comparer.Equals(Normalize(one), Normalize(other));

    /// <summary>
    /// Returns how well a pattern matches a domain. <c>*.acme.com</c> matches the domain and its subdomains, and
    /// <c>*</c> matches every domain.
    /// </summary>
    public static int Match(string pattern, string domain)
    {
        string wanted = Normalize(pattern);
        string name = Normalize(domain);
        if (wanted is "*" or "--")
            return Any;
        if (!wanted.StartsWith("*.", StringComparison.Ordinal))
            return Comparer.Equals(wanted, name) ? Exact : None;
        string parent = wanted.Substring(2);
        return Comparer.Equals(parent, name) || name.EndsWith("." + parent, StringComparison.OrdinalIgnoreCase)
            ? parent.Length : None;
    }

    /// <summary>
    /// Returns the domain of an SMTP address, with or without its prefix; null if the text is not an SMTP address.
    /// </summary>
    public static string? OfAddress(string address)
    {
        int colon = address.IndexOf(':');
        if (colon >= 0 && !string.Equals(
            address.Substring(0, colon).Trim(), "smtp", StringComparison.OrdinalIgnoreCase))
            return null;
        int at = address.LastIndexOf('@');
        return at < colon + 2 || at == address.Length - 1 ? null : Normalize(address.Substring(at));
    }

    /// <summary>
    /// Determines whether an address is one of Notes, such as <c>NOTES:Ada Admin/Acme@ACME</c>, or its SMTP form, which
    /// starts with IMCEANOTES.
    /// </summary>
    public static bool IsNotesAddress(string address) => Regex.IsMatch(
        address, @"^\s*(notes\s*:|(smtp\s*:\s*)?IMCEANOTES-)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>
    /// Returns the domain that an SMTP address contains twice, as in <c>ada@acme.com@acme.com</c> and
    /// <c>ada@acme.com.acme.com</c>; null for any other address.
    /// </summary>
    public static string? Repeated(string address)
    {
        if (OfAddress(address) is not { } last)
            return null;
        string[] domains = [.. address.Split('@').Skip(1).Select(Normalize)];
        if (domains.Length > 1)
            return Comparer.Equals(domains[domains.Length - 2], last) ? last : null;
        int half = last.Length / 2;
        return last.Length % 2 == 1 && last[half] == '.' && last.IndexOf('.') < half
            && Comparer.Equals(last.Substring(0, half), last.Substring(half + 1)) ? last.Substring(0, half) : null;
    }

    /// <summary>
    /// Returns the pattern in an address space such as <c>SMTP:*.acme.com;1</c>; null if the address space is not of
    /// the type SMTP.
    /// </summary>
    public static string? OfAddressSpace(string addressSpace)
    {
        string text = addressSpace.Split(';')[0].Trim();
        int colon = text.IndexOf(':');
        return colon < 0 ? text
            : string.Equals(text.Substring(0, colon).Trim(), "smtp", StringComparison.OrdinalIgnoreCase)
                ? text.Substring(colon + 1).Trim()
            : null;
    }
}
