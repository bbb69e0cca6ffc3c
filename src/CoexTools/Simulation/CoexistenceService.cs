namespace CoexTools.Simulation;

/// <summary>A service between Domino and Exchange that a Foreign Domain document provides.</summary>
public enum CoexistenceService
{
    /// <summary>Free/busy look-ups, by the calendar connector (CC1 to CC8).</summary>
    FreeBusy,

    /// <summary>Plain mail, by the router (RT1 to RT7).</summary>
    Mail,

    /// <summary>Invitations and replies, by the router (RT1 to RT7).</summary>
    Calendar,
}

/// <summary>The services, and their names in sentences.</summary>
internal static class CoexistenceServices
{
    /// <summary>All services.</summary>
    public static IReadOnlyList<CoexistenceService> All { get; } =
        [CoexistenceService.FreeBusy, CoexistenceService.Mail, CoexistenceService.Calendar];

    /// <summary>The service that routes a kind of message.</summary>
    public static CoexistenceService Of(MailKind kind) => kind == MailKind.Mail ? CoexistenceService.Mail : CoexistenceService.Calendar;

    /// <summary>The service within a sentence: <c>free/busy</c>, <c>mail</c>, <c>calendar mail</c>.</summary>
    public static string InSentence(this CoexistenceService service) => service switch
    {
        CoexistenceService.FreeBusy => "free/busy",
        CoexistenceService.Mail => "mail",
        _ => "calendar mail",
    };

    /// <summary>
    /// The service as a sentence begins with it: <c>Free/busy</c>, <c>Mail</c>, <c>Calendar mail</c>.
    /// </summary>
    public static string Described(this CoexistenceService service) => service switch
    {
        CoexistenceService.FreeBusy => "Free/busy",
        CoexistenceService.Mail => "Mail",
        _ => "Calendar mail",
    };
}
