// Each variable has a name that works.
//
// Build: clang -fobjc-arc -framework Foundation String.m -o sample
// Run:   ./sample

#import <Foundation/Foundation.h>

int main(void) {
  @autoreleasepool {
    // Put your own values here.
    NSString *endpoint = @"https://example.com";
    NSString *class = @"a";
    NSString *classValue = @"b";
    NSString *valueValue = @"c";
    NSString *value2Nd = @"d";
    NSString *pathValue = @"e";
    NSString *pathKey = @"f";
    NSString *pathKeyValue = @"g";
    NSString *userId = @"h";

    NSString *key = NSProcessInfo.processInfo.environment[@"PATH_KEY"];
    if (key.length == 0) {
      fprintf(stderr, "Set the environment variable PATH_KEY to your key.\n");
      return 1;
    }

    NSMutableCharacterSet *allowed = [NSCharacterSet.URLPathAllowedCharacterSet mutableCopy];
    [allowed removeCharactersInString:@"/"];  // a value is one segment, whatever it holds
    NSMutableString *path = [NSMutableString string];
    [path appendString:@"/"];
    [path appendString:[class stringByAddingPercentEncodingWithAllowedCharacters:allowed]];
    [path appendString:@"/"];
    [path appendString:[classValue stringByAddingPercentEncodingWithAllowedCharacters:allowed]];
    [path appendString:@"/"];
    [path appendString:[valueValue stringByAddingPercentEncodingWithAllowedCharacters:allowed]];
    [path appendString:@"/"];
    [path appendString:[value2Nd stringByAddingPercentEncodingWithAllowedCharacters:allowed]];
    [path appendString:@"/"];
    [path appendString:[pathValue stringByAddingPercentEncodingWithAllowedCharacters:allowed]];
    [path appendString:@"/"];
    [path appendString:[pathKey stringByAddingPercentEncodingWithAllowedCharacters:allowed]];
    [path appendString:@"/"];
    [path appendString:[pathKeyValue stringByAddingPercentEncodingWithAllowedCharacters:allowed]];
    [path appendString:@"/"];
    [path appendString:[userId stringByAddingPercentEncodingWithAllowedCharacters:allowed]];
    NSURL *url = [NSURL URLWithString:path relativeToURL:[NSURL URLWithString:endpoint]];
    NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];
    request.HTTPMethod = @"GET";
    request.timeoutInterval = 30;
    [request setValue:key forHTTPHeaderField:@"X-Key"];

    __block int exitCode = 1;
    dispatch_semaphore_t done = dispatch_semaphore_create(0);
    NSURLSessionDataTask *task = [NSURLSession.sharedSession
        dataTaskWithRequest:request
          completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
            NSInteger status = ((NSHTTPURLResponse *)response).statusCode;
            if (error != nil) {
              fprintf(stderr, "No answer: %s\n", error.localizedDescription.UTF8String);
            } else if (status < 200 || status > 299) {
              fprintf(stderr, "HTTP %ld: %.*s\n", (long)status, (int)data.length,
                      (const char *)data.bytes);
            } else {
              puts("Fine.");
              exitCode = 0;
            }
            dispatch_semaphore_signal(done);
          }];
    [task resume];
    dispatch_semaphore_wait(done, DISPATCH_TIME_FOREVER);
    return exitCode;
  }
}
