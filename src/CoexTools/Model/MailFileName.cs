using System.Text.RegularExpressions;

namespace CoexTools.Model;

/// <summary>The names of gateway mail files.</summary>
internal static class MailFileName
{
    /// <summary>
    /// Returns whether two names mean the same queue. A server with several mail boxes names them mail1.box, mail2.box,
    /// and so on, instead of mail.box.
    /// </summary>
    public static bool IsSame(string one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase) || (IsMailBox(one) && IsMailBox(other));

    private static bool IsMailBox(string name) =>
        Regex.IsMatch(name, @"^mail[0-9]*\.box$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}
