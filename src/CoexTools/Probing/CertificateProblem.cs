namespace CoexTools.Probing;

/// <summary>Specifies the reasons for the rejection of a certificate.</summary>
[Flags]
public enum CertificateProblem
{
    /// <summary>The certificate is valid.</summary>
    None = 0,

    /// <summary>The certificate, or one of its issuers, has expired.</summary>
    Expired = 1,

    /// <summary>The certificate, or one of its issuers, is not yet valid.</summary>
    NotYetValid = 2,

    /// <summary>The certificate is for another host name.</summary>
    NameMismatch = 4,

    /// <summary>This computer does not trust the issuer.</summary>
    Untrusted = 8,
}
