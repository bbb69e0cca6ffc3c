namespace CoexTools.Sources.ConsoleLog;

/// <summary>The kind of a line in a console log.</summary>
internal enum ConsoleMessageKind
{
    /// <summary>The warning of the calendar connector about multiple documents.</summary>
    SeveralDocuments,

    /// <summary>The calendar connector found no document for the domain.</summary>
    NoDocument,

    /// <summary>The calendar connector cannot reach the server.</summary>
    NoPath,

    /// <summary>A request of the calendar connector timed out.</summary>
    TimedOut,

    /// <summary>The router has no route to the domain.</summary>
    NoRoute,

    /// <summary>The router stopped a message that returned to a server.</summary>
    MaximumHops,

    /// <summary>The router cannot reach the server.</summary>
    NotResponding,

    /// <summary>Another line that names the calendar connector.</summary>
    Other,
}
