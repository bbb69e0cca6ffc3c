namespace CoexTools.Audit;

/// <summary>Specifies how much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing has to be done.</summary>
    Information,

    /// <summary>It may go wrong, or it goes wrong in some cases.</summary>
    Warning,

    /// <summary>Free/busy or mail fails, now or when a server fails.</summary>
    Error,
}
