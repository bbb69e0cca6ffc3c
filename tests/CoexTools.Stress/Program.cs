using CoexTools.Stress;

// Tests CoexTools at a large scale. The first argument is the verb; docs/reliability.md describes the verbs and their
// options.
if (args is [Fuzzing.TargetVerb, "--folder", string folder])
{
    Fuzzing.RunTarget(folder);
    return 0;
}
StressOptions options;
try
{
    options = StressOptions.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(StressOptions.Usage);
    return 2;
}
return StressProgram.Run(options);
