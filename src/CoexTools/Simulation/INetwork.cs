using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Represents the network, as the router and the calendar connector query it.</summary>
internal interface INetwork
{
    /// <summary>Returns whether a server cannot be reached over NRPC.</summary>
    bool IsDown(NotesName server);

    /// <summary>Returns whether a server can be reached, and does not accept work.</summary>
    bool IsBusy(NotesName server);

    /// <summary>Returns whether the HTTP connection of a server to Exchange is down.</summary>
    bool IsHttpDown(NotesName server);

    /// <summary>Returns whether the SMTP connection of a server to Exchange is down.</summary>
    bool IsSmtpDown(NotesName server);

    /// <summary>Gets the observations. Everything else is assumed.</summary>
    Observations Observed { get; }

    /// <summary>Gets the servers of the failures that were specified.</summary>
    IEnumerable<NotesName> Specified { get; }

    /// <summary>Returns whether one server reaches another: a busy server is reached.</summary>
    bool Reaches(NotesName from, NotesName to);
}
