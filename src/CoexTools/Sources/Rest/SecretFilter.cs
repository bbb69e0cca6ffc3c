using System.Net;
using System.Text;
using CoexTools.Json;

namespace CoexTools.Sources.Rest;

/// <summary>
/// Replaces secrets in texts of a server. A server, or whoever answers in its place, could return what it received,
/// also encoded.
/// </summary>
internal sealed class SecretFilter
{
    private const string Replacement = "***";
    private const int MaximumDecodings = 4;

    // A server can issue a new token with each answer. An older one is no longer of use.
    private const int MaximumSecrets = 8;

    // A shorter part of an encoding is also a part of ordinary words.
    private const int MinimumEncoded = 4;

    private static readonly Encoding[] Encodings = [new UTF8Encoding(false), new UnicodeEncoding(false, false)];

    private readonly object _lock = new();
    private volatile Secret[] _secrets = [];

    /// <summary>Adds a secret. An empty one is ignored.</summary>
    public void Add(string secret)
    {
        if (secret.Length == 0)
            return;
        lock (_lock)
        {
            Secret[] others = [.. _secrets.Where(other => other.Text != secret)];
            // The first one is the password. It stays.
            if (others.Length == MaximumSecrets)
                others = [others[0], .. others.Skip(2)];
            _secrets = [.. others, new Secret(secret, FormsOf(secret))];
        }
    }

    /// <summary>
    /// Replaces the secrets in a text, in any case: as they are, and escaped for URLs, HTML, and JSON, and in Base64.
    /// </summary>
    public string Redact(string text)
    {
        Secret[] secrets = _secrets;
        foreach (string form in secrets.SelectMany(secret => secret.Forms).OrderByDescending(form => form.Length))
            text = Replace(text, form);
        // A text in which more characters are escaped than necessary is not shown at all.
        string decoded = text;
        for (int i = 0; i < MaximumDecodings; i++)
        {
            string form = Decode(decoded.Replace('+', ' ')); // A form escapes a space as a plus sign.
            decoded = Decode(decoded);
            if (secrets.Any(secret => Contains(decoded, secret.Text) || Contains(form, secret.Text)))
                return Replacement;
        }
        return text;
    }

    private static string Decode(string text) => WebUtility.HtmlDecode(Uri.UnescapeDataString(text));

    private static bool Contains(string text, string part) =>
        text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;

    private static string Replace(string text, string form)
    {
        int at = text.IndexOf(form, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return text;
        var result = new StringBuilder();
        int from = 0;
        for (; at >= 0; at = text.IndexOf(form, from, StringComparison.OrdinalIgnoreCase))
        {
            result.Append(text, from, at - from).Append(Replacement);
            from = at + form.Length;
        }
        return result.Append(text, from, text.Length - from).ToString();
    }

    private static string[] FormsOf(string secret)
    {
        string json = JsonWriter.Write(JsonValue.StringOf(secret));
        IEnumerable<string> forms =
        [
            secret, Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret), WebUtility.HtmlEncode(secret),
            json.Substring(1, json.Length - 2),
        ];
        forms = forms.Concat(Encodings.SelectMany(encoding => Base64FormsOf(encoding.GetBytes(secret))));
        return [.. forms.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    // What the secret leads to at each position in a longer text, such as a user name with a password. The characters
    // at its ends that also depend on the neighbors are left out.
    private static IEnumerable<string> Base64FormsOf(byte[] secret)
    {
        const int BitsOfByte = 8, BitsOfCharacter = 6, Positions = 3;
        for (int before = 0; before < Positions; before++)
        {
            string encoded = Convert.ToBase64String([.. new byte[before], .. secret]);
            int first = ((before * BitsOfByte) + BitsOfCharacter - 1) / BitsOfCharacter;
            int length = ((before + secret.Length) * BitsOfByte / BitsOfCharacter) - first;
            if (length < MinimumEncoded)
                continue;
            string form = encoded.Substring(first, length);
            yield return form;
            yield return form.Replace('+', '-').Replace('/', '_');
            yield return Uri.EscapeDataString(form);
        }
    }

    private sealed class Secret(string text, string[] forms)
    {
        public string Text { get; } = text;

        public string[] Forms { get; } = forms;
    }
}
