using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Simulation;

/// <summary>A server to go to, and the document that names it.</summary>
internal sealed record TableEntry(ForeignDomainDocument Document, NotesName Server);
