namespace CoexTools.Audit;

/// <summary>Specifies what a rule says of a directory, a domain or a document.</summary>
public enum FindingOutcome
{
    /// <summary>The rule is met.</summary>
    Pass,

    /// <summary>The rule is not met.</summary>
    Fail,

    /// <summary>The rule does not apply.</summary>
    NotApplicable,

    /// <summary>The rule could not be checked, because the input does not contain what it needs.</summary>
    NotChecked,

    /// <summary>The rule is not met, and this risk was accepted.</summary>
    Accepted,
}
