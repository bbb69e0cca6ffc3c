namespace CoexTools;

/// <summary>Specifies the evidence for a rule, or for a step that follows the rule.</summary>
public enum Basis
{
    /// <summary>The documentation of the vendor states the rule (D).</summary>
    Documented,

    /// <summary>The rule follows from the documentation, but no source states it explicitly (I).</summary>
    Inferred,

    /// <summary>The behavior is not documented. CoexTools makes this assumption (C).</summary>
    Chosen,

    /// <summary>
    /// The step depends on a component that was down when it was probed (<c>-Network</c>), or the console log of the
    /// server shows the message (<c>-ConsoleLog</c>).
    /// </summary>
    Observed,
}
