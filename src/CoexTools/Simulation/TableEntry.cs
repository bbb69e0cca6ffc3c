using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>Represents a server in the table of another one, and the document that names it.</summary>
internal sealed record TableEntry(ForeignDomainDocument Document, NotesName Server);
