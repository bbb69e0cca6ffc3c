# Settings for Invoke-ScriptAnalyzer 1.25 or later. The default rules, which include those of the PSGallery preset, apply as well.
@{
    Rules = @{
        PSAvoidExclaimOperator = @{ Enable = $true }
        PSAvoidSemicolonsAsLineTerminators = @{ Enable = $true }
        PSPlaceCloseBrace = @{ Enable = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true; NoEmptyLineBefore = $true }
        PSPlaceOpenBrace = @{ Enable = $true; OnSameLine = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true }
        PSUseCompatibleSyntax = @{ Enable = $true; TargetVersions = @('5.1', '7.0') }
        PSUseConsistentIndentation = @{ Enable = $true; Kind = 'space'; IndentationSize = 4; PipelineIndentation = 'IncreaseIndentationForFirstPipeline' }
        PSUseConsistentParameterSetName = @{ Enable = $true }
        PSUseConsistentWhitespace = @{ Enable = $true; CheckParameter = $true; IgnoreAssignmentOperatorInsideHashTable = $true }
        PSUseCorrectCasing = @{ Enable = $true }
        PSUseSingleValueFromPipelineParameter = @{ Enable = $true }
    }
}
