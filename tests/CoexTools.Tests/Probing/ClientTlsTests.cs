using System.Net;
using System.Security.Authentication;
using CoexTools.Sources.Rest;

namespace CoexTools.Tests.Probing;

/// <summary>The TLS versions that a client offers.</summary>
public sealed class ClientTlsTests
{
    [Theory]
    [InlineData(".NET Framework 4.8.9290.0", SslProtocols.Tls12)]
    [InlineData(".NET Framework 4.7.3946.0", SslProtocols.Tls12)]
    [InlineData(".NET 10.0.12", SslProtocols.None)]
    public void The_system_chooses_the_version_except_under_NET_Framework(string runtime, SslProtocols expected) =>
        Assert.Equal(expected, ClientTls.ProtocolsOf(runtime));

    [Fact]
    public void The_client_of_the_REST_API_uses_these_versions()
    {
        using var client = new RestClient(new RestOptions
        {
            Address = ServerAddress.Parse(new Uri("https://domino.acme.example"), "names", allowHttp: false),
            Credential = new NetworkCredential("Ada", "secret"),
        });
        Assert.Equal(ClientTls.Protocols, client.Handler.SslProtocols);
    }
}
