namespace CoexTools.Audit.Exchange;

/// <summary>The objects of one environment.</summary>
/// <param name="Environment">The environment; null if it is unknown.</param>
/// <param name="Objects">The objects.</param>
internal sealed record ExchangeSide(ExchangeEnvironment? Environment, IReadOnlyList<ExchangeObject> Objects)
{
    private const string Assumption =
        "Assumption: The objects do not show whether they come from Exchange Online or from an on-premises "
        + "organization. Exchange Online is assumed. To change this, specify the environment.";

    /// <summary>Specifies whether the rules of Exchange Online apply.</summary>
    public bool IsOnline => Environment != ExchangeEnvironment.OnPremises;

    /// <summary>Gets the assumption about the environment, as a list.</summary>
    public IReadOnlyList<string> Assumed => Environment is null ? [Assumption] : [];

    /// <summary>Gets the organization in sentences.</summary>
    public string Organization => Environment switch
    {
        ExchangeEnvironment.Online => "Exchange Online",
        ExchangeEnvironment.OnPremises => "the on-premises organization",
        _ => "the organization",
    };

    /// <summary>Returns the best known value of a property of these objects.</summary>
    public Setting<T> Best<T>(Func<ExchangeObject, Setting<T>> read) => Objects.Select(read)
        .OrderBy(
            setting =>
                setting.State switch
                {
                    SettingState.Set => 0,
                    SettingState.Unreadable => 1,
                    SettingState.Unset => 2,
                    _ => 3
                })
        .FirstOrDefault();
}
