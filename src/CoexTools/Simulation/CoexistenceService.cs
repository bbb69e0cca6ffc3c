namespace CoexTools.Simulation;

/// <summary>Specifies a service between Domino and Exchange that a Foreign Domain document provides.</summary>
public enum CoexistenceService
{
    /// <summary>Free/busy look-ups, by the calendar connector (CC1 to CC8).</summary>
    FreeBusy,

    /// <summary>Plain mail, by the router (RT1 to RT7).</summary>
    Mail,

    /// <summary>Invitations and replies, by the router (RT1 to RT7).</summary>
    Calendar,
}
