namespace CoexTools.Simulation;

/// <summary>What the console log of a server shows of a message that is predicted.</summary>
/// <param name="Text">How often, and when, the message was printed since the last change of the documents.</param>
/// <param name="IsObserved">Specifies whether the message was printed for the domain of the request.</param>
internal readonly record struct ConsoleEcho(string Text, bool IsObserved);
