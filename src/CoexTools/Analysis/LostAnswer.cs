using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>A request that succeeds before a change and fails after it.</summary>
internal sealed record LostAnswer(
    string Domain, CoexistenceService Service, IReadOnlyList<NotesName> Origins, string Outage, string Before,
    string After, bool IsWithEverythingUp)
    : ChangedAnswer(Domain, Service, Origins, Outage, Before, After, IsWithEverythingUp);
