// clang -fobjc-arc -framework Foundation WithBoth.m &&
// EXAMPLE_TOKEN=<your token> EXAMPLE_KEY=<your key> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSCharacterSet *plain = NSCharacterSet.alphanumericCharacterSet;
  NSString *exampleToken = NSProcessInfo.processInfo.environment[@"EXAMPLE_TOKEN"];
  if (exampleToken.length == 0) errx(1, "Set EXAMPLE_TOKEN to your token.");
  NSString *exampleKey = NSProcessInfo.processInfo.environment[@"EXAMPLE_KEY"];
  if (exampleKey.length == 0) errx(1, "Set EXAMPLE_KEY to your key.");
  NSString *url = [NSString stringWithFormat:@"https://example.com/both?api%%20key=%@", [exampleKey stringByAddingPercentEncodingWithAllowedCharacters:plain]];
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"PUT";
  request.timeoutInterval = 30;
  NSString *authorization = [NSString stringWithFormat:@"Bearer %@", exampleToken];
  [request setValue:authorization forHTTPHeaderField:@"Authorization"];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          puts("Fine.");
          exit(0);
        }] resume];
  dispatch_main();
}
