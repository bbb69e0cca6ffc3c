using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>What the router and the calendar connector ask about the network.</summary>
internal interface INetwork
{
    /// <summary>Whether a server cannot be reached over NRPC.</summary>
    bool IsDown(NotesName server);

    /// <summary>Whether a server can be reached, and does not accept work.</summary>
    bool IsBusy(NotesName server);

    /// <summary>Whether a server's HTTP leg to Exchange is down.</summary>
    bool IsHttpDown(NotesName server);

    /// <summary>Whether a server's SMTP leg to Exchange is down.</summary>
    bool IsSmtpDown(NotesName server);

    /// <summary>What was observed; everything else is assumed.</summary>
    Observations Observed { get; }

    /// <summary>The servers that take part in what fails.</summary>
    IEnumerable<NotesName> Specified { get; }

    /// <summary>Whether one server reaches another: a busy server is reached.</summary>
    bool Reaches(NotesName from, NotesName to);
}
