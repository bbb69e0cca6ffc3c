namespace CoexTools.Simulation;

/// <summary>A component that fails, and how.</summary>
/// <param name="Component">The component.</param>
/// <param name="IsBusy">Whether it is busy, not down.</param>
internal readonly record struct Failure(Component Component, bool IsBusy = false)
{
    /// <summary>
    /// The failure as a sentence names it: <c>DominoA/Acme down</c>, <c>the link between Hub01/Acme and DominoA/Acme
    /// down</c>.
    /// </summary>
    public string Description => Component.Kind switch
    {
        ComponentKind.HttpLeg => $"the HTTP connection of {Component.Server} down",
        ComponentKind.SmtpLeg => $"the SMTP connection of {Component.Server} down",
        ComponentKind.Link => $"the link between {Component.Server} and {Component.Other} down",
        _ => $"{Component.Server} {(IsBusy ? "busy" : "down")}",
    };

    /// <summary>The component, and whether it is busy: <c>DominoA/Acme (busy)</c>.</summary>
    public override string ToString() => IsBusy ? $"{Component} (busy)" : Component.ToString();
}
