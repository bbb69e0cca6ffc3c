namespace CoexTools.Audit.Exchange;

/// <summary>What a rule says of an organization, a domain, or an object.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Reason">The reason; null if the rule is met.</param>
internal sealed record ExchangeVerdict(FindingOutcome Outcome, string? Reason = null)
{
    /// <summary>The severity, if it differs from that of the rule.</summary>
    public FindingSeverity? Severity { get; init; }

    /// <summary>The basis, if it differs from that of the rule.</summary>
    public Basis? Basis { get; init; }

    /// <summary>The recommendation, if it differs from that of the rule.</summary>
    public string? Recommendation { get; init; }

    /// <summary>The object that the verdict is about.</summary>
    public ExchangeObject? Object { get; init; }

    /// <summary>The server in the Domino Directory that the verdict is about.</summary>
    public string? Server { get; init; }

    public IReadOnlyList<string> Evidence { get; init; } = [];

    public static ExchangeVerdict Pass(params IReadOnlyList<string> evidence) =>
        new(FindingOutcome.Pass) { Evidence = evidence };

    public static ExchangeVerdict Fail(string reason) => new(FindingOutcome.Fail, reason);

    public static ExchangeVerdict NotApplicable(string reason) => new(FindingOutcome.NotApplicable, reason);

    public static ExchangeVerdict NotChecked(string reason) => new(FindingOutcome.NotChecked, reason);

    /// <summary>The verdict on a property whose value is not known.</summary>
    public static ExchangeVerdict NotChecked<T>(ExchangeObject? subject, string property, Setting<T> setting) =>
        new(
            FindingOutcome.NotChecked,
            setting.State == SettingState.Missing
                ? $"{Of(subject)} does not contain the property {property}."
                : $"The value of {property} in {Of(subject)} cannot be interpreted: '{setting.Raw}'.")
        {
            Object = subject,
            Evidence = [$"{property}: {setting.Display}"],
            Recommendation = setting.State == SettingState.Missing
                ? "Pipe the complete object."
                : "Serialize the objects with a greater depth, and with the names of enumeration values.",
        };

    /// <summary>The verdict on a property that is allowed to be true or not set, which means true.</summary>
    /// <param name="subject">The object with the property.</param>
    /// <param name="property">The name of the property.</param>
    /// <param name="setting">Its value.</param>
    /// <param name="reason">The reason of the failure if the value is false.</param>
    public static ExchangeVerdict UnlessOff(
        ExchangeObject subject, string property, Setting<bool> setting, string reason)
    {
        if (!setting.IsKnown)
            return NotChecked(subject, property, setting);
        IReadOnlyList<string> evidence = [$"{property}: {setting.Display}"];
        return setting.Value || setting.State == SettingState.Unset
            ? Pass(evidence)
            : Fail(reason) with { Object = subject, Evidence = evidence };
    }

    private static string Of(ExchangeObject? subject) => subject is null ? "The input" : $"{subject}";
}
