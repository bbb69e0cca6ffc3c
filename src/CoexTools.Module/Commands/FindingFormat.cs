namespace CoexTools.Commands;

/// <summary>The formats of a file with findings.</summary>
public enum FindingFormat
{
    /// <summary>Static Analysis Results Interchange Format 2.1.0, for code scanning.</summary>
    Sarif,

    /// <summary>Test results of JUnit, for build servers.</summary>
    JUnit,

    /// <summary>Test results of NUnit 3, for build servers.</summary>
    NUnit,

    /// <summary>GitHub Flavored Markdown, for summaries of jobs, wikis, and tickets.</summary>
    Markdown,

    /// <summary>Metrics in the text format of Prometheus.</summary>
    Prometheus,
}
