namespace CoexTools.Simulation;

/// <summary>Specifies the kinds of components that can fail.</summary>
internal enum ComponentKind
{
    /// <summary>A server: it can be down, or busy.</summary>
    Server,

    /// <summary>A server's HTTP leg to Exchange.</summary>
    HttpLeg,

    /// <summary>A server's SMTP leg to Exchange.</summary>
    SmtpLeg,

    /// <summary>The link between two servers.</summary>
    Link,
}
