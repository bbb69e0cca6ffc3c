namespace CoexTools.Audit.Exchange;

/// <summary>Specifies where an Exchange object comes from.</summary>
public enum ExchangeEnvironment
{
    /// <summary>The object comes from Exchange Online.</summary>
    Online,

    /// <summary>The object comes from an on-premises organization.</summary>
    OnPremises,
}
