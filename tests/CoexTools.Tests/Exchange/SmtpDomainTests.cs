using CoexTools.Audit.Exchange;

namespace CoexTools.Tests.Exchange;

/// <summary>Which domain an SMTP address or an address space has.</summary>
public sealed class SmtpDomainTests
{
    [Theory]
    [InlineData("ada@acme.com", "acme.com")]
    [InlineData("SMTP:ada@acme.com.", "acme.com")]
    [InlineData(" smtp : ada@acme.com ", "acme.com")]
    [InlineData("ada@x@acme.com", "acme.com")]
    [InlineData("NOTES:ada@acme.com", null)]
    [InlineData("@acme.com", null)]
    [InlineData("smtp:@acme.com", null)]
    [InlineData("ada@", null)]
    [InlineData("ada", null)]
    [InlineData("", null)]
    public void An_address_has_the_domain_behind_the_last_at_sign(string address, string? expected) =>
        Assert.Equal(expected, SmtpDomain.OfAddress(address));

    [Theory]
    [InlineData("ada@acme.com@acme.com", "acme.com")]
    [InlineData("ada@ACME.com.@acme.com", "acme.com")]
    [InlineData("ada@acme.org@acme.com", null)]
    [InlineData("ada@acme.com.acme.com", "acme.com")]
    [InlineData("ada@acme.com.acme.org", null)]
    [InlineData("ada@acme.acme", null)] // A name of one part.
    [InlineData("ada@acme.com", null)]
    [InlineData("ada@a.b-a.b", null)]
    [InlineData("ada@a.bc.d", null)]
    [InlineData("ada", null)]
    public void A_domain_can_be_in_an_address_twice(string address, string? expected) =>
        Assert.Equal(expected, SmtpDomain.Repeated(address));

    [Theory]
    [InlineData("*", "acme.com", true)]
    [InlineData("--", "acme.com", true)]
    [InlineData("acme.com", "ACME.com.", true)]
    [InlineData("acme.com", "mail.acme.com", false)]
    [InlineData("*.acme.com", "acme.com", true)]
    [InlineData("*.acme.com", "mail.acme.com", true)]
    [InlineData("*.acme.com", "notacme.com", false)]
    public void A_pattern_matches_a_domain_and_its_subdomains(string pattern, string domain, bool expected) =>
        Assert.Equal(expected, SmtpDomain.Match(pattern, domain) != SmtpDomain.Match("other.org", domain));
}
