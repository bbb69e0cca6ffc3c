namespace CoexTools.Simulation;

/// <summary>
/// Specifies what is routed: the router treats mail and calendar messages alike, but uses another server for each
/// (RT1).
/// </summary>
public enum MailKind
{
    /// <summary>Plain mail: goes to the gateway server.</summary>
    Mail,

    /// <summary>Invitations and replies: go to the calendar server.</summary>
    Calendar,
}
