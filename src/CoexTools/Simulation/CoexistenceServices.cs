namespace CoexTools.Simulation;

/// <summary>The services, and their names in sentences.</summary>
internal static class CoexistenceServices
{
    /// <summary>Gets all services.</summary>
    public static IReadOnlyList<CoexistenceService> All { get; } =
        [CoexistenceService.FreeBusy, CoexistenceService.Mail, CoexistenceService.Calendar];

    /// <summary>Returns the service that routes a kind of message.</summary>
    public static CoexistenceService Of(MailKind kind) =>
        kind == Simulation.MailKind.Mail ? CoexistenceService.Mail : CoexistenceService.Calendar;

    /// <summary>Returns the kind of message that a service of the router routes.</summary>
    public static MailKind MailKind(this CoexistenceService service) =>
        service == CoexistenceService.Mail ? Simulation.MailKind.Mail : Simulation.MailKind.Calendar;

    /// <summary>Returns the service within a sentence: <c>free/busy</c>, <c>mail</c>, <c>calendar mail</c>.</summary>
    public static string InSentence(this CoexistenceService service) => service switch
    {
        CoexistenceService.FreeBusy => "free/busy",
        CoexistenceService.Mail => "mail",
        _ => "calendar mail",
    };

    /// <summary>
    /// Returns the service as a sentence begins with it: <c>Free/busy</c>, <c>Mail</c>, <c>Calendar mail</c>.
    /// </summary>
    public static string Described(this CoexistenceService service) => service switch
    {
        CoexistenceService.FreeBusy => "Free/busy",
        CoexistenceService.Mail => "Mail",
        _ => "Calendar mail",
    };
}
