using System.Text;
using CoexTools.Sources.Rest;

namespace CoexTools.Tests.Rest;

/// <summary>Secrets in texts of a server: which forms are replaced, and that everything else stays.</summary>
public sealed class SecretFilterTests
{
    private const string Secret = "Kein-Geheimnis-4711";

    [Theory]
    [InlineData("", "")]
    [InlineData("The form 'Domain': 100% + 1 &amp; %41 S2VpbiB", "The form 'Domain': 100% + 1 &amp; %41 S2VpbiB")]
    [InlineData("a Kein-Geheimnis-4711 b kein-geheimnis-4711", "a *** b ***")]
    [InlineData("%4Bein-Geheimnis-4711 in a text", "***")]
    [InlineData("&#75;ein-Geheimnis-4711 in a text", "***")]
    public void A_secret_is_replaced_and_other_texts_stay(string text, string expected)
    {
        var filter = new SecretFilter();
        filter.Add(Secret);
        Assert.Equal(expected, filter.Redact(text));
    }

    [Fact]
    public void A_secret_is_found_at_each_position_in_Base64()
    {
        var filter = new SecretFilter();
        filter.Add(Secret);
        foreach (Encoding encoding in new[] { Encoding.UTF8, Encoding.Unicode })
        {
            for (int before = 0; before < 7; before++)
            {
                for (int after = 0; after < 4; after++)
                {
                    string text = new string('a', before) + Secret + new string('z', after);
                    string encoded = Convert.ToBase64String(encoding.GetBytes(text));
                    int rest = encoded.Length - Convert.ToBase64String(encoding.GetBytes(Secret)).Length;
                    string shown = filter.Redact($"x {encoded} y");
                    Assert.StartsWith("x ", shown);
                    Assert.EndsWith(" y", shown);
                    Assert.Contains("***", shown);
                    // At most the neighbors, and the characters that also depend on them, stay.
                    Assert.InRange(shown.Length, 7, 7 + rest + 8);
                }
            }
        }
    }

    [Fact]
    public void The_password_stays_a_secret_when_tokens_are_renewed()
    {
        var filter = new SecretFilter();
        filter.Add(Secret);
        for (int i = 100; i < 200; i++)
            filter.Add($"header.token{i}");
        Assert.Equal("*** *** header.token100", filter.Redact($"{Secret} header.token199 header.token100"));
    }

    [Fact]
    public void An_empty_password_is_not_a_secret()
    {
        var filter = new SecretFilter();
        filter.Add("");
        Assert.Equal("text", filter.Redact("text"));
    }
}
