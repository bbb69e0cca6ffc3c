using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CoexTools.Tests.Probing;

/// <summary>Certificates for tests.</summary>
internal static class Certificates
{
    /// <summary>A certificate that is its own issuer.</summary>
    public static X509Certificate2 SelfSigned(string name, DateTimeOffset from, DateTimeOffset to)
    {
        using RSA key = RSA.Create(2048);
        return Usable(Request(name, key, isAuthority: false).CreateSelfSigned(from, to));
    }

    /// <summary>A certificate of an authority of its own.</summary>
    public static X509Certificate2 Issued(string name, DateTimeOffset from, DateTimeOffset to, out string authorityPem)
    {
        using RSA authorityKey = RSA.Create(2048);
        CertificateRequest request = Request("authority.example", authorityKey, isAuthority: true);
        using X509Certificate2 authority = request.CreateSelfSigned(from.AddDays(-1), to.AddDays(1));
        authorityPem = authority.ExportCertificatePem();
        using RSA key = RSA.Create(2048);
        using X509Certificate2 issued = Request(name, key, isAuthority: false)
            .Create(authority, from, to, [1, 2, 3, 4]);
        return Usable(issued.CopyWithPrivateKey(key));
    }

    private static CertificateRequest Request(string name, RSA key, bool isAuthority)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        return request;
    }

    // Windows cannot use an ephemeral key for TLS.
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        using (certificate)
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }
}
